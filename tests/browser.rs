//! The classroom's page in Debian's chromium, driven by playwright-core (`tests/browser/page.mjs`).
//! Where the tools are not installed the test says so and passes, but not in CI.

mod program;

use program::serving::Server;
use program::{folder, jurisim, out, root};
use std::path::Path;
use std::process::Command;

/// What is missing, if anything is.
fn missing(modules: &Path, chromium: &str) -> Option<&'static str> {
    let has_node = Command::new("node").arg("--version").output().is_ok();
    if !has_node {
        return Some("node");
    }
    if !modules.join("playwright-core").is_dir() {
        return Some("playwright-core (npm install --prefix target/node playwright-core)");
    }
    (!Path::new(chromium).is_file()).then_some("chromium")
}

#[test]
fn a_class_can_use_the_page() {
    let modules = root().join("target/node/node_modules");
    let chromium = std::env::var("CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned());
    if let Some(what) = missing(&modules, &chromium) {
        assert!(
            std::env::var_os("CI").is_none(),
            "in CI the page must be tried: {what} is missing"
        );
        println!("the page was not tried in a browser: {what} is missing");
        return;
    }
    let into = folder("page");
    let lesson = into.join("lesson.html");
    let export = jurisim(&["serve", "--export", lesson.to_str().expect("text")]);
    let has_lesson = export.status.success();
    let is_ci = std::env::var_os("CI").is_some();
    assert!(has_lesson || !is_ci, "in CI the file must be tried: {}", program::err(&export));
    let server = Server::start(&into.join("outputs"));
    // Modules are looked for beside the script.
    let script = root().join("target/node/page.mjs");
    std::fs::copy(root().join("tests/browser/page.mjs"), &script).expect("a copy of the script");
    let tried = Command::new("node")
        .arg(&script)
        .env("ADDRESS", format!("http://{}/", server.address))
        .env("LESSON", if has_lesson { lesson.as_os_str() } else { "".as_ref() })
        .env("CHROMIUM", &chromium)
        .output()
        .expect("node starts");
    println!("{}", out(&tried));
    assert!(tried.status.success(), "{}\n{}", out(&tried), program::err(&tried));
}
