use jurisim::{engine::Run, scenario::{library, read}};
fn main() {
    let text = library::scenario_text("los-angeles").unwrap();
    let s = read::scenario("x", text, &|_| None).unwrap_or_else(|m| panic!("{m}"));
    let mut a = Run::start(&s, 0, 1, 1);
    let mut b = Run::start(&s, 0, 1, 16);
    loop {
        let (x, y) = (a.day().unwrap(), b.day().unwrap());
        if x != y {
            for ((p, e), (q, f)) in x.parts.iter().zip(&y.parts) {
                if e != f || p != q {
                    println!("{:?} {p:?} {q:?} {} {}", x.day, e.len(), f.len());
                    for (e, f) in e.iter().zip(f) { if e != f { println!("{e:?}\n{f:?}"); break; } }
                    return;
                }
            }
            println!("parts {:?} {:?}", x.parts.len(), y.parts.len());
            return;
        }
    }
}
