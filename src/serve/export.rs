//! The page as one file: the same page, with the engine as WebAssembly in it. It needs no server and
//! no network, and asks for neither.

use super::assets::{BODY, HEAD, SCRIPT, STYLE};
use crate::classroom;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// What the worker of the page runs: the engine's own script, and what it answers.
const WORKER: &str = concat!(
    include_str!("../../web/engine/glue.js"),
    "\n",
    include_str!("../../web/page/worker.js")
);

/// The whole file.
///
/// # Errors
/// This program was built without the engine for browsers: how to get it, in a line.
pub fn page() -> Result<String, &'static str> {
    let engine = classroom::embedded_engine().ok_or(classroom::HOW_TO_EMBED)?;
    Ok(made(engine))
}

fn made(engine: &[u8]) -> String {
    let policy = format!(
        "default-src 'none'; script-src {} 'wasm-unsafe-eval'; style-src {}; worker-src blob:; \
         img-src data:; base-uri 'none'; form-action 'none'",
        hash(SCRIPT),
        hash(STYLE),
    );
    let engine = STANDARD.encode(engine);
    format!(
        "{HEAD}<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">\n\
         <style>{STYLE}</style>\n</head>\n<body>\n{BODY}\
         <script id=\"setup\" type=\"application/json\">{{\"from\":\"file\"}}</script>\n\
         <script id=\"worker\" type=\"text/plain\">{WORKER}</script>\n\
         <script id=\"engine\" type=\"text/plain\">{engine}</script>\n\
         <script>{SCRIPT}</script>\n</body>\n</html>\n"
    )
}

/// A script or style that may be used, by its hash.
fn hash(text: &str) -> String {
    format!("'sha256-{}'", STANDARD.encode(Sha256::digest(text.as_bytes())))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_part_of_the_page_ends_another() {
        for part in [SCRIPT, WORKER] {
            assert!(!part.to_lowercase().contains("</script") && !part.contains("<!--"));
        }
        assert!(!STYLE.contains('<'));
    }

    #[test]
    fn nothing_on_the_page_is_elsewhere() {
        let page = made(&[0, 1, 2]);
        for way in ["http://", "https://", "src=\"/", "href=\"/", "@import", "url("] {
            // The name of SVG is written like an address, and is none.
            let page = page.replace("http://www.w3.org/2000/svg", "");
            let at = page.find(way);
            let around = at.map(|at| &page[at.saturating_sub(40)..(at + 60).min(page.len())]);
            assert_eq!(around, None);
        }
    }
}
