//! The classroom's server: one page, simulations as they go, and an analyst's finished runs.
//!
//! ```text
//! a connection ─ crowd (how many, how long) ─ gate (who may ask for what) ─ routes (an allow-list)
//!   └─ house ─ assets        the page, compiled in
//!            ├─ jobs         clicks simulated, two at a time; results by id
//!            ├─ guesses      what the class thinks before it sees
//!            └─ records      finished runs, by id
//! export                     the same page as one file, with the engine in it
//! ```
//!
//! It listens on this machine only unless it is told otherwise, asks no network for anything, and
//! keeps nothing when it ends.

mod assets;
mod crowd;
pub mod export;
mod gate;
mod guesses;
mod house;
mod jobs;
mod recent;
mod records;
mod reply;
mod routes;

use crate::classroom;
use crowd::{Crowd, Seat};
use gate::Gate;
use guesses::Book;
use house::{House, answer};
use hyper::body::Bytes;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use jobs::Desk;
use records::Records;
use std::io;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread::JoinHandle;
use std::time::Duration;
use tokio::net::TcpStream;

/// The longest head of a request, in bytes.
const LARGEST_HEAD: usize = 16 << 10;

/// Headers of a request.
const MOST_HEADERS: usize = 64;

/// Files and clicks that are read at the same time.
const READERS: usize = 4;

/// A server that has its addresses and serves when it is told to.
pub struct Server {
    house: Arc<House>,
    listeners: Vec<TcpListener>,
    addresses: Vec<SocketAddr>,
    workers: Vec<JoinHandle<()>>,
}

impl Server {
    /// A server on this machine's own address and, if there is one, on an address that a class can
    /// reach. Port 0 takes any that is free.
    ///
    /// # Errors
    /// The address or port is not to be had, or the system gives no threads.
    pub fn open(port: u16, class: Option<IpAddr>, outputs: &Path) -> io::Result<Server> {
        let own = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        let mut addresses = vec![own.local_addr()?];
        let mut listeners = vec![own];
        if let Some(class) = class.filter(|class| !class.is_loopback()) {
            let listener = TcpListener::bind((class, addresses[0].port()))?;
            addresses.push(listener.local_addr()?);
            listeners.push(listener);
        }
        let lesson = classroom::lesson().map_err(io::Error::other)?;
        let outcomes = lesson.outcomes.iter().map(|outcome| outcome.id.to_string()).collect();
        let gate = Gate::new(&addresses, token()?);
        let (desk, workers) = Desk::open()?;
        let house = House {
            page: Bytes::from(assets::served(gate.token())),
            lesson: Bytes::from(classroom::json(&lesson)),
            gate,
            crowd: Crowd::default(),
            desk,
            book: Mutex::new(Book::new(outcomes)),
            records: Records::new(outputs),
        };
        Ok(Server { house: Arc::new(house), listeners, addresses, workers })
    }

    /// Where it can be reached: this machine first.
    #[must_use]
    pub fn addresses(&self) -> &[SocketAddr] {
        &self.addresses
    }

    /// Serves for as long as it is told to go on; what runs then is stopped.
    ///
    /// # Errors
    /// The system cannot wait for connections.
    pub fn serve(self, going: &dyn Fn() -> bool) -> io::Result<()> {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_io().enable_time().max_blocking_threads(READERS).build()?;
        let served = runtime.block_on(async {
            for listener in self.listeners {
                listener.set_nonblocking(true)?;
                let listener = tokio::net::TcpListener::from_std(listener)?;
                tokio::spawn(accept(listener, self.house.clone()));
            }
            while going() {
                tokio::time::sleep(Duration::from_millis(100)).await;
                self.house.crowd.tidy();
            }
            Ok(())
        });
        self.house.desk.close();
        runtime.shutdown_timeout(Duration::from_secs(1));
        for worker in self.workers {
            // One that has panicked has said so.
            let _ = worker.join();
        }
        served
    }
}

/// The address under which others on the same network reach this machine; nothing if there is none.
/// Nothing is sent: the system only says which address it would send from.
#[must_use]
pub fn address_for_a_class() -> Option<IpAddr> {
    let socket = std::net::UdpSocket::bind((Ipv4Addr::UNSPECIFIED, 0)).ok()?;
    // An address for documentation, which nobody has.
    socket.connect((Ipv4Addr::new(192, 0, 2, 1), 9)).ok()?;
    let address = socket.local_addr().ok()?.ip();
    (!address.is_loopback() && !address.is_unspecified()).then_some(address)
}

/// 128 bits that nobody can guess.
fn token() -> io::Result<String> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

async fn accept(listener: tokio::net::TcpListener, house: Arc<House>) {
    loop {
        let Ok((socket, from)) = listener.accept().await else {
            // Out of something; it may be there again in a moment.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        // Nobody gives way: the new one is let go.
        let Some(seat) = house.crowd.seat(from.ip()) else { continue };
        let number = seat.number();
        let connection = tokio::spawn(converse(socket, seat, house.clone()));
        house.crowd.can_be_ended(number, connection.abort_handle());
    }
}

/// One connection, from its first request to its last.
async fn converse(socket: TcpStream, seat: Seat, house: Arc<House>) {
    let seat = Arc::new(seat);
    let service = service_fn(|request| answer(house.clone(), seat.clone(), request));
    let mut http = http1::Builder::new();
    // Without a timer of its own hyper never ends a slow head.
    http.timer(TokioTimer::new()).header_read_timeout(crowd::ASKING);
    http.max_buf_size(LARGEST_HEAD).max_headers(MOST_HEADERS);
    let _ = socket.set_nodelay(true);
    // A client that goes away in the middle is nobody's mistake.
    let _ = http.serve_connection(TokioIo::new(socket), service).await;
}
