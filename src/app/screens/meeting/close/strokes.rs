//! A signature's strokes as an SVG path of absolute integer `M` and `L`.

/// Width of the pad in its own units; a signature's path lies within it.
pub const WIDTH: i32 = 600;
/// Height of the pad.
pub const HEIGHT: i32 = 240;
/// The longest path kept, in bytes: about three thousand points.
const MOST: usize = 24_000;

/// A path being drawn.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Strokes {
    path: String,
    last: Option<(i32, i32)>,
}

impl Strokes {
    /// Strokes drawn before.
    pub const fn of(path: String) -> Self {
        Self { path, last: None }
    }

    /// The pen comes down: a new stroke with a first dot.
    pub fn down(&mut self, x: i32, y: i32) {
        let (x, y) = within(x, y);
        self.put('M', x, y);
        self.put('L', x, y);
        self.last = Some((x, y));
    }

    /// The pen moves; steps too small to be seen are left out. Whether the path changed.
    pub fn to(&mut self, x: i32, y: i32) -> bool {
        let (x, y) = within(x, y);
        let Some((from_x, from_y)) = self.last else { return false };
        if (x - from_x).abs() + (y - from_y).abs() < 4 {
            return false;
        }
        self.put('L', x, y);
        self.last = Some((x, y));
        true
    }

    /// The pen leaves the paper.
    pub fn up(&mut self) {
        self.last = None;
    }

    /// The path, empty where nothing was drawn.
    pub fn path(&self) -> &str {
        &self.path
    }

    fn put(&mut self, command: char, x: i32, y: i32) {
        if self.path.len() < MOST {
            self.path.push_str(&format!("{command}{x} {y}"));
        }
    }
}

fn within(x: i32, y: i32) -> (i32, i32) {
    (x.clamp(0, WIDTH), y.clamp(0, HEIGHT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_absolute_and_whole() {
        let mut strokes = Strokes::default();
        assert!(!strokes.to(5, 5), "no stroke has begun");
        strokes.down(10, 20);
        assert!(strokes.to(30, 20));
        assert!(!strokes.to(31, 20));
        strokes.up();
        strokes.down(-4, 900);
        assert_eq!(strokes.path(), "M10 20L10 20L30 20M0 240L0 240");
    }
}
