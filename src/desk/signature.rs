//! A drawn signature: its strokes are read as points, so that nothing but lines can come out of a record.

use leptos::prelude::*;

const MARGIN: i64 = 12;
/// Far more than a hand draws.
const MOST: usize = 20_000;

/// Strokes and the box around them.
#[derive(Clone, PartialEq, Eq, Debug)]
struct Drawn {
    path: String,
    around: String,
}

/// Reads absolute `M` and `L` with whole numbers; `None` for anything else.
fn read(strokes: &str) -> Option<Drawn> {
    let spaced = strokes.replace('M', " M ").replace('L', " L ").replace(',', " ");
    let mut words = spaced.split_ascii_whitespace().peekable();
    let (mut path, mut points) = (String::new(), Vec::new());
    let mut command = None;
    while let Some(word) = words.peek() {
        match *word {
            "M" | "L" => command = words.next(),
            _ => {
                let (x, y) = (words.next()?.parse::<i32>().ok()?, words.next()?.parse::<i32>().ok()?);
                path.push_str(&format!("{}{x} {y}", command?));
                points.push((i64::from(x), i64::from(y)));
                // Further points of a stroke are lines.
                command = Some("L");
            }
        }
        if points.len() > MOST {
            return None;
        }
    }
    let (left, right) = (points.iter().map(|p| p.0).min()?, points.iter().map(|p| p.0).max()?);
    let (top, bottom) = (points.iter().map(|p| p.1).min()?, points.iter().map(|p| p.1).max()?);
    path.starts_with('M').then(|| Drawn {
        path,
        around: format!(
            "{} {} {} {}",
            left - MARGIN,
            top - MARGIN,
            right - left + 2 * MARGIN,
            bottom - top + 2 * MARGIN
        ),
    })
}

/// The picture; nothing where nothing was drawn.
pub fn picture(strokes: &str, label: String) -> Option<impl IntoView + use<>> {
    let Drawn { path, around } = read(strokes)?;
    Some(view! {
        <svg class="d-signature" viewBox=around role="img" aria-label=label preserveAspectRatio="xMinYMid meet">
            <path d=path fill="none"></path>
        </svg>
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_come_out() {
        let drawn = read("M10 20L30,40 50 60M1 2");
        assert_eq!(drawn.as_ref().map(|drawn| drawn.path.as_str()), Some("M10 20L30 40L50 60M1 2"));
        assert_eq!(drawn.map(|drawn| drawn.around), Some("-11 -10 73 82".to_owned()));
        for wrong in ["", "10 20", "M1", "M1 2C3 4", "M1 2\"><script>", "M1.5 2", "L1 2"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }
}
