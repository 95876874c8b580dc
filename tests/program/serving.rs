//! The classroom's server as its users have it, and a client that says exactly what it is told to.

use std::io::{BufRead, BufReader, ErrorKind, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A server of its own, which ends with this.
pub(crate) struct Server {
    child: Child,
    /// Host and port.
    pub address: String,
    /// What a page of it knows.
    pub token: String,
}

/// What was answered.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(crate) struct Answer {
    /// The status; 0 if the connection was closed without one.
    pub status: u16,
    /// The lines of the head, in lower case.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Answer {
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }
}

impl Server {
    /// Starts one on a free port, for the runs in a folder.
    pub(crate) fn start(outputs: &Path) -> Server {
        let mut child = Command::new(env!("CARGO_BIN_EXE_jurisim"))
            .args(["serve", "--port", "0", "--no-open", "--outputs"])
            .arg(outputs)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        let mut line = String::new();
        let said = child.stdout.take().expect("its standard output");
        BufReader::new(said).read_line(&mut line).expect("a line");
        let address = line.split("http://").nth(1).expect("an address");
        let address = address.trim_end().trim_end_matches('/').to_owned();
        let mut server = Server { child, address, token: String::new() };
        let page = server.get("/").text();
        let token = page.split("\"token\":\"").nth(1).and_then(|rest| rest.split('"').next());
        server.token = token.expect("a token").to_owned();
        server
    }

    /// A connection, which gives up after a while rather than wait for ever.
    pub(crate) fn connect(&self) -> TcpStream {
        let socket = TcpStream::connect(&self.address).expect("a connection");
        socket.set_read_timeout(Some(Duration::from_secs(60))).expect("a timeout");
        let _ = socket.set_nodelay(true);
        socket
    }

    /// Sends bytes as they are and reads until the server closes, which it does at once if it is asked to.
    pub(crate) fn raw(&self, request: &[u8]) -> Answer {
        let mut socket = self.connect();
        // A server that has seen enough may close before all is sent.
        let _ = socket.write_all(request);
        read(&mut socket)
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.send("GET", path, &[], b"")
    }

    /// What a page of ours sends.
    pub(crate) fn post(&self, path: &str, body: &str) -> Answer {
        let token = self.token.clone();
        let headers = [("content-type", "application/json"), ("x-jurisim-token", &token)];
        self.send("POST", path, &headers, body.as_bytes())
    }

    /// A request with the right host; a body has its length.
    pub(crate) fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &[u8],
    ) -> Answer {
        let mut request = format!("{method} {path} HTTP/1.1\r\nhost: {}\r\n", self.address);
        for (name, value) in headers {
            request += &format!("{name}: {value}\r\n");
        }
        if method == "POST" {
            request += &format!("content-length: {}\r\n", body.len());
        }
        let mut bytes = (request + "connection: close\r\n\r\n").into_bytes();
        bytes.extend_from_slice(body);
        let mut socket = self.connect();
        let _ = socket.write_all(&bytes);
        read(&mut socket)
    }

    /// The memory that is in use, in kilobytes.
    #[cfg(target_os = "linux")]
    pub(crate) fn resident(&self) -> u64 {
        let path = format!("/proc/{}/status", self.child.id());
        let status = std::fs::read_to_string(path).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    }

    /// Asks it to end as Ctrl-C does; its exit code.
    #[cfg(unix)]
    pub(crate) fn interrupt(mut self) -> Option<i32> {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-INT", &id]).status().expect("kill");
        assert!(sent.success());
        self.child.wait().expect("an end").code()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads one answer up to the end of the connection. A connection that is cut off has said nothing.
pub(crate) fn read(socket: &mut TcpStream) -> Answer {
    let mut bytes = Vec::new();
    if let Err(error) = socket.read_to_end(&mut bytes) {
        let is_waiting = matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut);
        assert!(!is_waiting, "no end after a minute: {}", String::from_utf8_lossy(&bytes));
    }
    let Some(at) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else {
        return Answer::default();
    };
    let head = String::from_utf8_lossy(&bytes[..at]).to_lowercase();
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok()).unwrap_or(0);
    let mut body = bytes[at + 4..].to_vec();
    if head.contains("transfer-encoding: chunked") {
        body = unchunked(&body);
    }
    Answer { status, head, body }
}

/// The body of chunks, as far as they came.
fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).ok();
        let size = size.and_then(|size| usize::from_str_radix(size, 16).ok()).unwrap_or(0);
        let Some(chunk) = rest.get(end + 2..end + 2 + size).filter(|_| size > 0) else { break };
        body.extend_from_slice(chunk);
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    body
}
