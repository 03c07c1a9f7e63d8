//! A table on the terminal: a name at the left, figures with their units at the right.

/// A table that grows line by line.
pub struct Table {
    title: String,
    lines: Vec<Vec<String>>,
    notes: Vec<String>,
}

impl Table {
    /// An empty one; the columns' names come after the title.
    pub fn new(title: impl Into<String>, columns: &[&str]) -> Self {
        let head = std::iter::once("").chain(columns.iter().copied()).map(str::to_owned).collect();
        Self { title: title.into(), lines: vec![head], notes: Vec::new() }
    }

    /// Adds a line.
    pub fn line(&mut self, name: impl Into<String>, figures: impl IntoIterator<Item = String>) {
        self.lines.push(std::iter::once(name.into()).chain(figures).collect());
    }

    /// Adds a sentence below.
    pub fn note(&mut self, note: impl Into<String>) {
        self.notes.push(note.into());
    }

    /// Prints it.
    pub fn print(&self) {
        let columns = self.lines.iter().map(Vec::len).max().unwrap_or(0);
        let width = |at: usize| {
            self.lines.iter().filter_map(|line| line.get(at)).map(|cell| cell.chars().count()).max()
        };
        let widths: Vec<usize> = (0..columns).map(|at| width(at).unwrap_or(0)).collect();
        println!("\n{}", self.title);
        for line in &self.lines {
            let cells = line.iter().zip(&widths).enumerate().map(|(at, (cell, width))| {
                let gap = " ".repeat(width - cell.chars().count());
                if at == 0 { format!("  {cell}{gap}") } else { format!("  {gap}{cell}") }
            });
            println!("{}", cells.collect::<String>().trim_end());
        }
        self.notes.iter().for_each(|note| println!("  {note}"));
    }
}

/// `3.4 ms`, `120 ms`, `4,210 ms`.
pub fn ms(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    if value < 100.0 { format!("{value:.1} ms") } else { format!("{} ms", whole(value)) }
}

/// `2.7×`, below one `0.27×`
pub fn times(value: f64) -> String {
    if value < 0.95 { format!("{value:.2}×") } else { format!("{value:.1}×") }
}

/// `4,210`
pub fn whole(value: f64) -> String {
    if !value.is_finite() {
        return "–".to_owned();
    }
    let digits = format!("{value:.0}");
    let mut out = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// `12.5 kB`
pub fn kb(bytes: f64) -> String {
    format!("{:.1} kB", bytes / 1000.0)
}

#[cfg(test)]
mod tests {
    use super::{kb, ms, whole};

    #[test]
    fn figures_are_written_for_people() {
        assert_eq!((ms(3.44).as_str(), ms(4210.2).as_str()), ("3.4 ms", "4,210 ms"));
        assert_eq!((whole(999.6).as_str(), whole(1_234_567.0).as_str()), ("1,000", "1,234,567"));
        assert_eq!(kb(12_540.0), "12.5 kB");
    }
}
