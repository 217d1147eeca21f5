// Pairs on standard input, a tab between: how Cargo's semver orders them by precedence; ? for what is no version.
use semver::Version;
use std::io::{self, BufRead, Write};

fn main() -> io::Result<()> {
    let mut out = io::BufWriter::new(io::stdout().lock());
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (a, b) = line.split_once('\t').unwrap_or((&line, ""));
        let sign = match (Version::parse(a), Version::parse(b)) {
            (Ok(a), Ok(b)) => match a.cmp_precedence(&b) {
                std::cmp::Ordering::Less => "<",
                std::cmp::Ordering::Equal => "=",
                std::cmp::Ordering::Greater => ">",
            },
            _ => "?",
        };
        writeln!(out, "{sign}")?;
    }
    out.flush()
}
