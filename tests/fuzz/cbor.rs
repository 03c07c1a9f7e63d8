//! Deterministic CBOR as a tree, so that bytes can be bent where a decoder looks, and not only where it stops at once.

/// A value.
#[derive(Clone, PartialEq, Debug)]
pub enum Value {
    Number(u8, u64),
    Bytes(Vec<u8>),
    Text(String),
    List(Vec<Self>),
    Map(Vec<(Self, Self)>),
    Simple(u8),
}

impl Value {
    /// Reads a value and what is behind it.
    pub fn read(bytes: &[u8]) -> Option<(Self, &[u8])> {
        let (first, mut rest) = bytes.split_first()?;
        let (major, info) = (first >> 5, first & 0x1f);
        let width = match info {
            0..=23 => 0,
            24..=27 => 1usize << (info - 24),
            _ => return None,
        };
        let mut argument = u64::from(info);
        if width > 0 {
            let (number, behind) = rest.split_at_checked(width)?;
            argument = number.iter().fold(0, |sum, byte| sum << 8 | u64::from(*byte));
            rest = behind;
        }
        let len = usize::try_from(argument).ok()?;
        Some(match major {
            0 | 1 => (Self::Number(major, argument), rest),
            2 | 3 => {
                let (content, rest) = rest.split_at_checked(len)?;
                let text = String::from_utf8(content.to_vec());
                (if major == 2 { Self::Bytes(content.to_vec()) } else { Self::Text(text.ok()?) }, rest)
            }
            4 => {
                let mut items = Vec::new();
                for _ in 0..len {
                    let (item, behind) = Self::read(rest)?;
                    items.push(item);
                    rest = behind;
                }
                (Self::List(items), rest)
            }
            5 => {
                let mut fields = Vec::new();
                for _ in 0..len {
                    let (key, behind) = Self::read(rest)?;
                    let (value, behind) = Self::read(behind)?;
                    fields.push((key, value));
                    rest = behind;
                }
                (Self::Map(fields), rest)
            }
            7 if width == 0 => (Self::Simple(info), rest),
            _ => return None,
        })
    }

    /// Writes it in its deterministic form, but for the order of a map's keys.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Number(major, number) => head(out, *major, *number),
            Self::Bytes(bytes) => {
                head(out, 2, bytes.len() as u64);
                out.extend(bytes);
            }
            Self::Text(text) => {
                head(out, 3, text.len() as u64);
                out.extend(text.as_bytes());
            }
            Self::List(items) => {
                head(out, 4, items.len() as u64);
                items.iter().for_each(|item| item.write(out));
            }
            Self::Map(fields) => {
                head(out, 5, fields.len() as u64);
                for (key, value) in fields {
                    key.write(out);
                    value.write(out);
                }
            }
            Self::Simple(info) => out.push(0xe0 | info),
        }
    }

    /// How many values it is made of, itself included; keys are not counted.
    pub fn count(&self) -> usize {
        1 + match self {
            Self::List(items) => items.iter().map(Self::count).sum(),
            Self::Map(fields) => fields.iter().map(|(_, value)| value.count()).sum(),
            _ => 0,
        }
    }

    /// The value of a number, as [`Value::count`] counts them.
    pub fn at(&mut self, mut number: usize) -> Option<&mut Self> {
        if number == 0 {
            return Some(self);
        }
        number -= 1;
        let within: Vec<&mut Self> = match self {
            Self::List(items) => items.iter_mut().collect(),
            Self::Map(fields) => fields.iter_mut().map(|(_, value)| value).collect(),
            _ => Vec::new(),
        };
        for value in within {
            let count = value.count();
            if number < count {
                return value.at(number);
            }
            number -= count;
        }
        None
    }
}

/// Writes the head of a value in its shortest form.
pub fn head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    match argument {
        0..=23 => out.push(major | argument as u8),
        24..=0xff => out.extend([major | 24, argument as u8]),
        0x100..=0xffff => {
            out.push(major | 25);
            out.extend((argument as u16).to_be_bytes());
        }
        0x1_0000..=0xffff_ffff => {
            out.push(major | 26);
            out.extend((argument as u32).to_be_bytes());
        }
        _ => {
            out.push(major | 27);
            out.extend(argument.to_be_bytes());
        }
    }
}
