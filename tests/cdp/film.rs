//! What a phone's camera sees of another phone's screen: pictures of the screen, held a little crooked, out of focus and
//! grainy, as a film that Chromium takes for its camera.
use super::page::Page;
use super::trouble::{Done, Trouble};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use sync::fountain::Basin;

/// What the film is like: as the camera of a cheap phone, pictures a second first.
const RATE: usize = 15;
const WIDTH: usize = 640;
const HEIGHT: usize = 480;
/// How much of the picture's height the code fills.
const FILLS: f64 = 0.93;
/// How crooked it is held.
const TILT: f64 = 0.02;

/// Makes a page show each code until it is on the film, also where pictures are taken slowly.
pub const STANDS: &str = r#"(() => {
  const later = setTimeout;
  window.setTimeout = (then, ms) => {
    const shown = () => document.querySelector('[data-t="near.code"]')?.dataset.code ?? window.filmed;
    const look = () => window.filmed === undefined || window.filmed === shown() ? then() : later(look, 20);
    return later(ms === 100 ? look : then, ms);
  };
  return 1;
})()"#;

/// A picture in grey, row by row.
pub struct Picture {
    width: usize,
    height: usize,
    grey: Vec<u8>,
}

impl Picture {
    /// Of a drawing whose pixels are red, green, blue and opaque.
    pub fn of(pixels: &[u8], width: usize) -> Self {
        let grey: Vec<u8> = pixels.chunks(4).map(|pixel| pixel.get(1).copied().unwrap_or(0)).collect();
        Self { width, height: grey.len() / width.max(1), grey }
    }

    fn of_png(png: &[u8]) -> Done<Self> {
        let unread = |error| Trouble::new(format!("a picture of the screen is no PNG: {error}"));
        let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().map_err(unread)?;
        let mut pixels = vec![0; reader.output_buffer_size().unwrap_or(0)];
        let info = reader.next_frame(&mut pixels).map_err(unread)?;
        let of = info.color_type.samples();
        let grey = pixels.chunks(of).map(|pixel| pixel.get(of / 2).copied().unwrap_or(0)).collect();
        Ok(Self { width: info.width as usize, height: info.height as usize, grey })
    }

    /// The grey at a place between pixels; outside is a table.
    fn at(&self, x: f64, y: f64) -> f64 {
        let pixel = |x: f64, y: f64| {
            let inside = x >= 0.0 && y >= 0.0 && x < self.width as f64 && y < self.height as f64;
            let at = y as usize * self.width + x as usize;
            self.grey.get(at).filter(|_| inside).map_or(110.0, |grey| f64::from(*grey))
        };
        let (left, top) = (x.floor(), y.floor());
        let (right, low) = (x - left, y - top);
        let row = |y| pixel(left, y) * (1.0 - right) + pixel(left + 1.0, y) * right;
        row(top) * (1.0 - low) + row(top + 1.0) * low
    }
}

/// The camera's film, in a file that Chromium plays over and over.
pub struct Film {
    path: PathBuf,
    frames: Vec<Vec<u8>>,
}

impl Film {
    /// A film of nothing, for a browser that is started with [`Film::flags`].
    pub fn new(path: PathBuf) -> Done<Self> {
        let mut film = Self { path, frames: Vec::new() };
        film.see(&Picture { width: 1, height: 1, grey: vec![110] });
        film.develop()?;
        Ok(film)
    }

    /// What makes a browser take it for its camera, without asking anybody.
    pub fn flags(&self) -> [String; 3] {
        [
            "--use-fake-ui-for-media-stream".to_owned(),
            "--use-fake-device-for-media-stream".to_owned(),
            format!("--use-file-for-fake-video-capture={}", self.path.display()),
        ]
    }

    /// Where it lies.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Films the codes that a screen shows in this part until `enough` is of the opinion that whoever reads them has
    /// what it needs, instead of what was on the film before; the camera sees them the next time that it is opened. Gives how far
    /// the film brings it, in hundredths.
    ///
    /// With [`STANDS`] each code stands until it is filmed.
    pub fn shoot(
        &mut self,
        page: &Page,
        part: &str,
        mut enough: impl FnMut(&mut Basin) -> bool,
    ) -> Done<usize> {
        self.frames.clear();
        let (mut last, mut basin) = (String::new(), Basin::default());
        let filmed = |code: &str| page.evaluate(&format!("void (window.filmed = {code})"));
        filmed("''")?;
        while !enough(&mut basin) {
            let code = format!("document.querySelector('[data-t=\"{part}\"]')?.dataset.code");
            page.wait_js("another code", &format!("({code} ?? '{last}') !== '{last}'"))?;
            last = page.evaluate(&code)?.as_str().unwrap_or_default().to_owned();
            let picture = Picture::of_png(&page.picture_of(part)?)?;
            filmed(&format!("'{last}'"))?;
            // As long as it stands for a camera: between one picture and two.
            self.see(&picture);
            self.see(&picture);
            // What cannot be read on the film is read by nobody, however often it is played.
            basin.take(&self.last_read().unwrap_or_default());
        }
        filmed("undefined")?;
        // Whoever looks at each second or third picture only sees all of them in time, because none of these numbers divides it.
        while let Some(last) =
            self.frames.last().filter(|_| [2, 3, 5, 7].iter().any(|by| self.frames.len().is_multiple_of(*by)))
        {
            self.frames.push(last.clone());
        }
        self.develop().map(|()| basin.progress().percent)
    }

    /// Films these pictures, each for as long as it stands, so many milliseconds.
    pub fn play(&mut self, pictures: &[Picture], stands_ms: usize) -> Done {
        self.frames.clear();
        for at in 0..pictures.len() * stands_ms * RATE / 1000 {
            if let Some(picture) = pictures.get(at * 1000 / RATE / stands_ms) {
                self.see(picture);
            }
        }
        self.develop()
    }

    /// What is read in the middle of the last picture.
    fn last_read(&self) -> Option<Vec<u8>> {
        let aside = (WIDTH - HEIGHT) / 2;
        let rows = self.frames.last()?.chunks(WIDTH);
        let middle = rows.flat_map(|row| row.get(aside..aside + HEIGHT).into_iter().flatten());
        let pixels: Vec<u8> = middle.flat_map(|grey| [*grey, *grey, *grey, 255]).collect();
        codes::read(&pixels, HEIGHT)
    }

    fn see(&mut self, picture: &Picture) {
        let scale = picture.height as f64 / (HEIGHT as f64 * FILLS);
        let (sin, cos) = TILT.sin_cos();
        let mut grain = self.frames.len() as u32 + 1;
        let mut frame = Vec::with_capacity(WIDTH * HEIGHT);
        for y in 0..HEIGHT {
            for x in 0..WIDTH {
                let (across, down) = (x as f64 - WIDTH as f64 / 2.0, y as f64 - HEIGHT as f64 / 2.0);
                let at = |by: f64| {
                    let (across, down) = (across + by, down + by);
                    picture.at(
                        (across * cos - down * sin) * scale + picture.width as f64 / 2.0,
                        (across * sin + down * cos) * scale + picture.height as f64 / 2.0,
                    )
                };
                grain = grain.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                // Two places close by: it is not quite in focus.
                let light = (at(-0.2) + at(0.2)) / 2.0;
                frame.push((light * 0.7 + 35.0 + f64::from(grain >> 29)) as u8);
            }
        }
        self.frames.push(frame);
    }

    fn develop(&self) -> Done {
        let new = self.path.with_extension("new");
        let mut file = BufWriter::new(File::create(&new)?);
        writeln!(file, "YUV4MPEG2 W{WIDTH} H{HEIGHT} F{RATE}:1 Ip A1:1 C420jpeg")?;
        for frame in &self.frames {
            file.write_all(b"FRAME\n")?;
            file.write_all(frame)?;
            // Without colour.
            file.write_all(&[128; WIDTH * HEIGHT / 2])?;
        }
        file.flush()?;
        Ok(std::fs::rename(new, &self.path)?)
    }
}
