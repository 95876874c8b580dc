//! The page, compiled in. Served or in a file, it is made of the same parts.

/// Its style.
pub(super) const STYLE: &str = include_str!("../../web/page/page.css");

/// Its script. Each part is a function of its own, called in this order.
pub(super) const SCRIPT: &str = concat!(
    include_str!("../../web/page/words.js"),
    include_str!("../../web/page/engine.js"),
    include_str!("../../web/page/picture.js"),
    include_str!("../../web/page/levers.js"),
    include_str!("../../web/page/address.js"),
    include_str!("../../web/page/predict.js"),
    include_str!("../../web/page/people.js"),
    include_str!("../../web/page/worlds.js"),
    include_str!("../../web/page/result.js"),
    include_str!("../../web/page/page.js"),
);

/// Everything between `<body>` and its end that does not depend on where the page comes from.
pub(super) const BODY: &str = include_str!("../../web/page/body.html");

/// What both pages have in their heads.
pub(super) const HEAD: &str = include_str!("../../web/page/head.html");

/// The page as the server sends it. The token is hexadecimal digits.
pub(super) fn served(token: &str) -> String {
    format!(
        "{HEAD}<link rel=\"stylesheet\" href=\"/page.css\">\n</head>\n<body>\n{BODY}\
         <script id=\"setup\" type=\"application/json\">{{\"from\":\"server\",\"token\":\"{token}\"}}</script>\n\
         <script src=\"/page.js\"></script>\n</body>\n</html>\n"
    )
}
