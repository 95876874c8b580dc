//! The classroom's server from outside: who is let in, what is served, and that it stays up for
//! honest clients whatever others do.

mod program;

use jurisim::classroom::{self, Click, Play, Step};
use jurisim::engine::cell::Going;
use program::serving::{Answer, Server, read};
use program::{ends, err, folder, jurisim, out, root, run};
use std::collections::BTreeSet;
use std::fs;
use std::io::{Read, Write};

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        // The constants of Knuth's MMIX generator; the high bits are the good ones.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % bound
    }

    fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())]
    }
}

fn id_of(click: &str) -> String {
    Click::parse(click).and_then(|click| click.id()).expect("a click")
}

/// Asks the server to end the connection once it has answered.
const CLOSE: &str = "Connection: close\r\n";

/// A way to ask: whether it is allowed, and how it is written.
type Way = (bool, String);

fn ways(good: &[String], bad: &[String]) -> Vec<Way> {
    let good = good.iter().map(|text| (true, text.clone()));
    good.chain(bad.iter().map(|text| (false, text.clone()))).collect()
}

/// Hosts as they may be said, and as others say them.
fn hosts(address: &str) -> Vec<Way> {
    let port = address.split(':').nth(1).expect("a port");
    let line = |host: &str| format!("Host: {host}\r\n");
    let good = [line(address), line(&format!("localhost:{port}"))];
    let bad = [
        String::new(),
        line(""),
        line("127.0.0.1"),
        line("localhost"),
        line("evil.example"),
        line(&format!("evil.example:{port}")),
        line(&format!("localhost.evil.example:{port}")),
        line(&format!("localhost.:{port}")),
        line(&format!("LOCALHOST:{port}")),
        line(&format!("user@localhost:{port}")),
        line(&format!("localhost:{port}@evil.example")),
        line(&format!("localhost:{port}.evil.example")),
        line(&format!("0.0.0.0:{port}")),
        line(&format!("127.1:{port}")),
        line(&format!("127.0.0.2:{port}")),
        line(&format!("2130706433:{port}")),
        line(&format!("0x7f.0.0.1:{port}")),
        line(&format!("[::1]:{port}")),
        line(&format!("[::ffff:127.0.0.1]:{port}")),
        line(&format!("127.0.0.1:{port}0")),
        line("127.0.0.1:1"),
        line(&format!("{address}, evil.example")),
        line(&format!("{address} evil.example")),
        line(&format!("http://{address}")),
        format!("Host: {address}\r\nHost: {address}\r\n"),
        format!("Host: {address}\r\nHost: evil.example\r\n"),
        format!("X-Forwarded-Host: {address}\r\n"),
    ];
    ways(&good, &bad)
}

fn origins(bad_only_host: &str) -> Vec<Way> {
    let line = |origin: &str| format!("Origin: {origin}\r\n");
    let bad = [
        line("null"),
        line(""),
        line("http://evil.example"),
        line(&format!("https://{bad_only_host}")),
        line(&format!("http://{bad_only_host}.evil.example")),
        line(&format!("http://evil.example/{bad_only_host}")),
        line(&format!("http://{bad_only_host}/")),
        line(&format!("HTTP://{bad_only_host}")),
        line("http://localhost"),
        line("file://"),
        line("http://127.0.0.1:1"),
    ];
    ways(&[String::new()], &bad)
}

fn sites() -> Vec<Way> {
    let line = |site: &str| format!("Sec-Fetch-Site: {site}\r\n");
    let good = [String::new(), line("same-origin"), line("none")];
    ways(&good, &[line("cross-site"), line("same-site"), line("Same-Origin"), line("")])
}

/// 2,000 requests of which each has at least one thing wrong: none is answered with anything, and
/// none changes anything.
#[test]
fn whoever_is_not_allowed_in_so_many_words_is_refused() {
    let server = Server::start(&folder("matrix"));
    let click = r#"{"levers":{},"seed":424242}"#;
    let good_body = format!(
        "Content-Type: application/json\r\nContent-Length: {}\r\nX-Jurisim-Token: {}\r\n",
        click.len(),
        server.token
    );
    let bodies = ways(
        std::slice::from_ref(&good_body),
        &[
            good_body.replace("application/json", "text/plain"),
            good_body.replace("application/json", "application/json; charset=utf-8"),
            good_body.replace(&server.token, ""),
            good_body.replace(&server.token, &server.token.to_uppercase().replace(['0', '1'], "X")),
            good_body.replace(&server.token, &server.token[1..]),
            good_body.replace("X-Jurisim-Token", "X-Token"),
            good_body.clone() + "Content-Encoding: gzip\r\n",
            good_body.clone() + "Content-Encoding: identity\r\n",
            good_body.clone() + "Transfer-Encoding: chunked\r\n",
            good_body.clone() + &format!("X-Jurisim-Token: {}\r\n", server.token),
            good_body.clone() + "Expect: 100-continue\r\n",
            good_body.clone() + "Upgrade: h2c\r\n",
            good_body.replace("Content-Length", "X-Length"),
            good_body.replace("Content-Length: ", "Content-Length: 9999999"),
            good_body.replace("Content-Length: ", "Content-Length: -"),
        ],
    );
    let targets = ways(
        &["/api/run".to_owned()],
        &[
            "/api/run/".to_owned(),
            "//api/run".to_owned(),
            "/api/run?x=1".to_owned(),
            "/API/run".to_owned(),
            "/api%2frun".to_owned(),
            format!("http://{}/api/run", server.address),
            format!("http://evil.example@{}/api/run", server.address),
            "*".to_owned(),
        ],
    );
    let methods =
        ["GET", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD", "TRACE", "CONNECT", "post", "FOO"];
    let methods = ways(&["POST".to_owned()], &methods.map(str::to_owned));
    let versions = ways(&["HTTP/1.1".to_owned()], &["HTTP/1.0", "HTTP/2.0"].map(str::to_owned));
    let (hosts, origins, sites) = (hosts(&server.address), origins(&server.address), sites());
    let (mut dice, mut seen) = (Dice(7), BTreeSet::new());
    while seen.len() < 2000 {
        let all = [&methods, &targets, &versions, &hosts, &origins, &sites, &bodies];
        // Most with one thing wrong, because two hide each other.
        let wrong = dice.below(all.len());
        let chosen: Vec<&Way> = (0..all.len())
            .map(|at| {
                let is_wrong = at == wrong || dice.below(8) == 0;
                let of_kind: Vec<&Way> =
                    all[at].iter().filter(|(good, _)| *good != is_wrong).collect();
                dice.pick(&of_kind)
            })
            .collect();
        let texts: Vec<&str> = chosen.iter().map(|(_, text)| text.as_str()).collect();
        let [method, target, version, host, origin, site, body] = texts[..] else { unreachable!() };
        let request =
            format!("{method} {target} {version}\r\n{CLOSE}{host}{origin}{site}{body}\r\n{click}");
        if !seen.insert(request.clone()) {
            continue;
        }
        let answer = server.raw(request.as_bytes());
        assert!((400..=505).contains(&answer.status), "{request}\n{answer:?}");
        assert!(!answer.text().contains(&server.token) && !answer.text().contains(&id_of(click)));
    }
    let live = format!("/api/run/{}/live", id_of(click));
    assert_eq!(server.get(&live).status, 404, "nothing was changed");
    // The same with nothing wrong.
    let request = format!(
        "POST /api/run HTTP/1.1\r\n{CLOSE}Host: {}\r\n{good_body}\r\n{click}",
        server.address
    );
    assert_eq!(server.raw(request.as_bytes()).status, 200);
    assert_eq!(server.get(&live).status, 200);
}

/// Ten thousand ways to ask for a file: none is served, whatever is beside the served folder.
#[test]
fn no_path_leads_to_a_file() {
    let outputs = folder("traversal").join("outputs");
    fs::create_dir_all(&outputs).expect("a folder");
    for file in [outputs.join("secret.txt"), outputs.with_file_name("secret.txt")] {
        fs::write(file, "CANARY").expect("a file");
    }
    let server = Server::start(&outputs);
    let id = "0123456789abcdef0123456789abcdef";
    let starts = [
        "/",
        "//",
        "/runs/",
        "/api/",
        "/api/run/",
        "/page.css/",
        "/page.js/../",
        "/./",
        "\\",
        "/runs/0123456789abcdef0123456789abcdef/",
        "/api/run/0123456789abcdef0123456789abcdef/",
        "/runs/0123456789abcdef0123456789abcdef/chart/",
        "file://",
        "http://localhost/",
        "",
    ];
    let ups = [
        "../",
        "..\\",
        "%2e%2e/",
        "%2e%2e%2f",
        "..%2f",
        "..%5c",
        "%252e%252e%252f",
        "..%252f",
        "..;/",
        "....//",
        "..%c0%af",
        "%c0%ae%c0%ae/",
        "..%00/",
        ".%2e/",
        "%2e./",
        "/",
        "//",
        "~/",
        "%u002e%u002e%u2215",
        "..\u{2215}",
        "./",
        "C:/",
        "C:\\",
        "\\\\?\\",
        "",
    ];
    let ends = [
        "etc/passwd",
        "secret.txt",
        "outputs/secret.txt",
        "Cargo.toml",
        "proc/self/environ",
        "run.txt",
        "report.html",
        "page.css",
        "windows/win.ini",
        ".git/config",
        "secret.txt%00.css",
        "secret.txt?.css",
        "secret.txt#.css",
        "secret.txt::$DATA",
        "%73ecret.txt",
        "",
    ];
    let (mut dice, mut asked) = (Dice(11), BTreeSet::new());
    while asked.len() < 10_000 {
        let mut path = dice.pick(&starts).to_owned();
        for _ in 0..dice.below(8) {
            path += dice.pick(&ups);
        }
        path += dice.pick(&ends);
        let is_route = ["/", "/page.css", "/page.js", "/runs"].contains(&path.as_str());
        if !is_route && path != format!("/runs/{id}/") {
            asked.insert(path);
        }
    }
    for path in &asked {
        let request = format!("GET {path} HTTP/1.1\r\n{CLOSE}Host: {}\r\n\r\n", server.address);
        let answer = server.raw(request.as_bytes());
        assert!((400..500).contains(&answer.status), "{path}: {answer:?}");
        assert!(!answer.text().contains("CANARY") && !answer.text().contains("root:"), "{path}");
    }
    assert_eq!(server.get("/page.css").status, 200);
}

#[test]
fn limits_are_in_force() {
    let server = Server::start(&folder("limits"));
    let host = format!("{CLOSE}Host: {}\r\n", server.address);
    let says = |length: usize| {
        let token = &server.token;
        let post = format!("POST /api/run HTTP/1.1\r\n{host}Content-Type: application/json\r\n");
        server.raw(
            format!("{post}X-Jurisim-Token: {token}\r\nContent-Length: {length}\r\n\r\n")
                .as_bytes(),
        )
    };
    assert_eq!(says(65_537).status, 413);
    assert_eq!(says(9_999_999_999).status, 413);
    let longest = format!(r#"{{"levers":{{}},"seed":{}1}}"#, " ".repeat(65_000));
    assert!(server.post("/api/run", &longest).status < 500);
    assert_eq!(server.post("/api/run", "{\"levers\":").status, 400);
    assert_eq!(server.post("/api/run", r#"{"levers":{"jial":"hold"}}"#).status, 400);
    let many: String = (0..65).map(|nth| format!("X-{nth}: y\r\n")).collect();
    let answer = server.raw(format!("GET / HTTP/1.1\r\n{host}{many}\r\n").as_bytes());
    assert!([400, 431].contains(&answer.status), "{answer:?}");
    let long = "y".repeat(20_000);
    let answer = server.raw(format!("GET / HTTP/1.1\r\n{host}X: {long}\r\n\r\n").as_bytes());
    assert!([400, 431].contains(&answer.status), "{answer:?}");
    let answer =
        server.raw(format!("GET / HTTP/1.1\r\n{host}Content-Length: 3\r\n\r\nabc").as_bytes());
    assert_eq!(answer.status, 411);
    for id in ["0123456789abcdef0123456789abcdef", "ffffffffffffffffffffffffffffffff"] {
        for path in ["live", "worlds", "person/0"] {
            assert_eq!(server.get(&format!("/api/run/{id}/{path}")).status, 404);
        }
        assert_eq!(server.post(&format!("/api/run/{id}/guess"), "{}").status, 404);
        assert_eq!(server.get(&format!("/runs/{id}")).status, 404);
    }
}

/// Timeouts are really in force: a head that never ends, a body that never ends and a connection
/// that says nothing are closed by the server; and while 500 of them come and come again, honest
/// clients are served.
#[test]
fn slow_clients_are_let_go_and_honest_ones_served_beside_them() {
    let server = Server::start(&folder("slow"));
    let head = format!("GET / HTTP/1.1\r\nHost: {}\r\n", server.address);
    let body = format!(
        "POST /api/run HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\nX-Jurisim-Token: {}\r\n\
         Content-Length: 100\r\n\r\n{{",
        server.address, server.token
    );
    let starts = ["", "G", &head, &body];
    let mut slow: Vec<_> = (0..500)
        .map(|nth| {
            let mut socket = server.connect();
            let _ = socket.write_all(starts[nth % starts.len()].as_bytes());
            socket
        })
        .collect();
    for nth in 0..200 {
        // The slow ones go on, a byte at a time, and those that were let go come again.
        let at = nth % slow.len();
        if slow[at].write_all(b"x").is_err() {
            slow[at] = server.connect();
        }
        assert_eq!(server.get("/api/lesson").status, 200, "honest client {nth}");
    }
    // Whatever they are, the server ends them: nobody else does.
    for mut socket in slow.drain(..).rev().take(60) {
        let mut rest = Vec::new();
        let end = socket.read_to_end(&mut rest);
        let is_waiting = end.is_err_and(|error| {
            matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut)
        });
        assert!(!is_waiting, "a slow connection was not closed within a minute");
    }
}

/// The events of a stream by name.
fn events(answer: &Answer) -> Vec<(String, String)> {
    let text = answer.text();
    let parts = text.split("\n\n").filter(|part| !part.is_empty());
    let event = |part: &str| {
        let (name, data) = part.split_once('\n').expect("two lines");
        let name = name.strip_prefix("event: ").expect("a name").to_owned();
        (name, data.strip_prefix("data: ").expect("data").to_owned())
    };
    parts.map(event).collect()
}

/// What the server tells of a click is what the engine tells of it, and it is told once: whoever
/// asks again gets the same bytes.
#[test]
fn a_click_is_answered_with_the_engines_own_numbers() {
    let server = Server::start(&folder("click"));
    let click = r#"{"levers":{"jail":"notify"},"seed":11}"#;
    let id = id_of(click);
    assert_eq!(server.post("/api/run", click).text(), format!("{{\"id\":\"{id}\"}}"));
    let live = server.get(&format!("/api/run/{id}/live"));
    assert!(live.head.contains("text/event-stream"), "{}", live.head);
    let told = events(&live);
    let mut play = Play::begin(&Click::parse(click).expect("a click")).expect("a play");
    let mut expected = vec![("begin".to_owned(), classroom::json(play.start()))];
    while let Step::Month(month) = play.month(&|| Going::On) {
        expected.push(("month".to_owned(), classroom::json(&month)));
    }
    let done = play.done().expect("an end");
    expected.push(("done".to_owned(), classroom::json(&done)));
    assert!(expected.len() > 12);
    assert_eq!(told, expected);
    assert_eq!(server.get(&format!("/api/run/{id}/live")).body, live.body);
    let first = &done.people[0];
    let story = server.get(&format!("/api/run/{id}/person/{}", first.n));
    assert_eq!(story.text(), classroom::json(&play.person(first.n).expect("a story")));
    let nobody = format!("/api/run/{id}/person/{}", done.people.len());
    assert_eq!(server.get(&nobody).status, 404);
}

#[test]
fn the_classs_guesses_are_numbers_without_names() {
    let server = Server::start(&folder("guesses"));
    let click = r#"{"levers":{"jail":"warrant"}}"#;
    let id = id_of(click);
    assert_eq!(server.post("/api/run", click).status, 200);
    let outcome = classroom::lesson().expect("a lesson").outcomes[0].id.to_string();
    for (page, value) in [('a', 30), ('b', 10), ('a', 20)] {
        let page: String = std::iter::repeat_n(page, 32).collect();
        let guess = format!(r#"{{"outcome":"{outcome}","value":{value},"page":"{page}"}}"#);
        assert_eq!(server.post(&format!("/api/run/{id}/guess"), &guess).status, 200);
    }
    let guesses = server.get(&format!("/api/run/{id}/guesses")).text();
    assert_eq!(guesses, format!("{{\"{outcome}\":[10.0,20.0]}}"));
}

/// A page may do nothing but show itself and ask this server; anything else may do nothing.
#[test]
fn every_answer_says_what_a_browser_may_do_with_it() {
    let server = Server::start(&folder("policies"));
    for path in ["/", "/page.css", "/page.js", "/api/lesson", "/runs", "/nothing"] {
        let head = server.get(path).head;
        assert!(head.contains("content-security-policy: default-src 'none'"), "{path}: {head}");
        assert!(head.contains("x-content-type-options: nosniff"), "{path}: {head}");
        assert!(!head.contains("unsafe") && !head.contains("access-control"), "{path}: {head}");
    }
    let page: usize = ["/", "/page.css", "/page.js", "/api/lesson"]
        .iter()
        .map(|path| server.get(path).body.len())
        .sum();
    assert!(page < 1_000_000, "the page has {page} bytes");
}

/// An analyst's runs are shown by id, and names in a scenario are text wherever they come.
#[test]
fn finished_runs_are_shown_and_their_names_stay_text() {
    let outputs = folder("records");
    let text =
        fs::read_to_string(root().join("scenarios/classroom-county.toml")).expect("a scenario");
    let nasty = "<img src=x onerror=alert(1)>=cmd|'/C calc'!A0";
    let text = text
        .replace("label = \"The jail does not\"", &format!("label = \"{nasty}\""))
        .replace("title = \"A classroom county", &format!("title = \"{nasty} A classroom county"));
    let scenario = outputs.join("nasty.toml");
    fs::write(&scenario, text).expect("a file");
    let (output, record) = run(&scenario, &outputs, &["--replicates", "1"]);
    ends(&output, 0);
    let server = Server::start(&outputs);
    let name = record.file_name().expect("a name").to_string_lossy().into_owned();
    let list = server.get("/runs").text();
    let id = list.split("/runs/").nth(1).and_then(|rest| rest.split('"').next()).expect("a run");
    assert!(list.contains(&name), "{list}");
    let page = server.get(&format!("/runs/{id}"));
    assert!(page.text().contains("The report"), "{}", page.text());
    let report = server.get(&format!("/runs/{id}/report"));
    assert_eq!(report.body, fs::read(record.join("report.html")).expect("a report"));
    assert!(report.head.contains("sandbox allow-scripts"), "{}", report.head);
    let chart = server.get(&format!("/runs/{id}/chart/0"));
    assert!(chart.head.contains("image/svg+xml") && chart.text().starts_with("<svg"));
    for answer in [list.clone(), page.text(), report.text(), chart.text()] {
        assert!(!answer.contains("<img src=x"), "markup of a scenario");
    }
    assert_eq!(server.get(&format!("/runs/{id}/chart/999")).status, 404);
    let cases = server.get(&format!("/runs/{id}/cases")).text();
    if let Some(at) = cases.find(&format!("/runs/{id}/case/")) {
        let path: String = cases[at..].chars().take_while(|c| *c != '"').collect();
        assert!(server.get(&path).text().contains("synthetic person"));
    }
    // What was changed since it was written is not shown.
    let mut bytes = report.body.clone();
    bytes.push(b' ');
    fs::write(record.join("report.html"), bytes).expect("a file");
    let answer = server.get(&format!("/runs/{id}/report"));
    assert_eq!(answer.status, 500);
    assert!(answer.text().contains("damaged"), "{}", answer.text());
}

#[test]
fn one_connection_may_ask_again_and_again() {
    let server = Server::start(&folder("again"));
    let mut socket = server.connect();
    for _ in 0..3 {
        write!(socket, "GET /page.css HTTP/1.1\r\nHost: {}\r\n\r\n", server.address).expect("sent");
        let mut bytes = Vec::new();
        let mut buffer = [0; 4096];
        while !bytes.ends_with(b"#predict { display: none; } }\n") {
            let number = socket.read(&mut buffer).expect("bytes");
            assert_ne!(number, 0, "{}", String::from_utf8_lossy(&bytes));
            bytes.extend_from_slice(&buffer[..number]);
        }
    }
    write!(socket, "GET / HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.address)
        .expect("sent");
    assert_eq!(read(&mut socket).status, 200);
}

#[cfg(unix)]
#[test]
fn it_ends_cleanly_and_says_what_it_cannot_do() {
    let into = folder("ends");
    let server = Server::start(&into);
    let port = server.address.split(':').nth(1).expect("a port").to_owned();
    let taken = jurisim(&["serve", "--no-open", "--port", &port]);
    ends(&taken, 2);
    assert!(err(&taken).contains("--port 0"), "{}", err(&taken));
    let strange = jurisim(&["serve", "--no-open", "--port", "0", "--lan=192.0.2.77"]);
    ends(&strange, 2);
    assert!(err(&strange).contains("no such address"), "{}", err(&strange));
    assert_eq!(server.interrupt(), Some(0));
    let file = into.join("lesson.html");
    let export = jurisim(&["serve", "--export", file.to_str().expect("text")]);
    if classroom::embedded_engine().is_some() {
        ends(&export, 0);
        let size = fs::metadata(&file).expect("a file").len();
        assert!(size < 8_000_000, "{size} bytes: {}", out(&export));
    } else {
        ends(&export, 2);
        assert_eq!(err(&export).lines().count(), 1, "{}", err(&export));
        assert!(!file.exists());
    }
}
