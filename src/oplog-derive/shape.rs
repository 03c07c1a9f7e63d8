//! What the attributes of a type say of its bytes, and whether they may say so.

use syn::spanned::Spanned;
use syn::{Attribute, Data, DeriveInput, Error, Fields, Ident, LitInt, Result};

/// Keys and counts of a map are one byte each; 23 is the first count that would not be.
const MAX_FIELDS: u8 = 23;

/// How a type lies in its bytes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// A map with the numbers as keys.
    Map,
    /// An array in the order of the numbers.
    Array,
    /// As its only field.
    Transparent,
    /// As its variant's number.
    IndexOnly,
}

/// A type's layout with the names of its fields or variants and their numbers, ascending.
pub struct Shape<'a> {
    pub layout: Layout,
    pub names: Vec<&'a Ident>,
    pub numbers: Vec<u8>,
}

impl<'a> Shape<'a> {
    /// Reads a type's attributes:
    /// - a struct is a map, an array or transparent, an enum is `index_only`, nothing is two of these;
    /// - every field and variant has its number, those of a transparent struct none;
    /// - numbers ascend in the order of the lines, and leave no gap in arrays and enums;
    /// - a map's keys are below 23;
    /// - there is at least one variant;
    /// - an array does not end with what may be absent.
    pub fn of(input: &'a DeriveInput) -> Result<Self> {
        let layout = layout(&input.attrs)?.ok_or_else(|| {
            Error::new(input.ident.span(), "say #[cbor(map)], (array), (transparent) or (index_only)")
        })?;
        match (&input.data, layout) {
            (Data::Struct(data), Layout::Map | Layout::Array) => {
                let Fields::Named(fields) = &data.fields else {
                    return Err(Error::new(data.fields.span(), "the fields have names"));
                };
                let last = fields.named.last();
                if let Some(last) = last.filter(|last| layout == Layout::Array && is_option(&last.ty)) {
                    return Err(Error::new(last.span(), "an array does not end with what may be absent"));
                }
                let named =
                    fields.named.iter().filter_map(|field| Some((field.ident.as_ref()?, &field.attrs)));
                Self::numbered(layout, named)
            }
            (Data::Struct(data), Layout::Transparent) if data.fields.len() == 1 => match &data.fields {
                Fields::Unnamed(_) => Ok(Self { layout, names: vec![], numbers: vec![] }),
                other => Err(Error::new(other.span(), "the field has no name")),
            },
            (Data::Enum(data), Layout::IndexOnly) if !data.variants.is_empty() => {
                if let Some(full) = data.variants.iter().find(|variant| !variant.fields.is_empty()) {
                    return Err(Error::new(full.span(), "a variant of an index_only enum has no fields"));
                }
                Self::numbered(layout, data.variants.iter().map(|variant| (&variant.ident, &variant.attrs)))
            }
            _ => Err(Error::new(input.ident.span(), "this layout is not for such a type")),
        }
    }

    fn numbered(
        layout: Layout,
        named: impl Iterator<Item = (&'a Ident, &'a Vec<Attribute>)>,
    ) -> Result<Self> {
        let (mut names, mut numbers) = (Vec::new(), Vec::<u8>::new());
        for (name, attributes) in named {
            let number = number(name, attributes)?;
            let next = numbers.last().map_or(0, |last| last.saturating_add(1));
            let fits = match layout {
                Layout::Map => number >= next && number < MAX_FIELDS,
                _ => number == next && number < u8::MAX,
            };
            if !fits {
                return Err(Error::new(name.span(), format!("{number} does not come next")));
            }
            names.push(name);
            numbers.push(number);
        }
        Ok(Self { layout, names, numbers })
    }
}

fn layout(attributes: &[Attribute]) -> Result<Option<Layout>> {
    let mut found = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("cbor")) {
        let word = attribute.parse_args::<Ident>()?;
        let layout = match word.to_string().as_str() {
            "map" => Layout::Map,
            "array" => Layout::Array,
            "transparent" => Layout::Transparent,
            "index_only" => Layout::IndexOnly,
            _ => return Err(Error::new(word.span(), "no such layout")),
        };
        if found.replace(layout).is_some() {
            return Err(Error::new(word.span(), "a second layout"));
        }
    }
    Ok(found)
}

fn number(name: &Ident, attributes: &[Attribute]) -> Result<u8> {
    let mut numbers = attributes.iter().filter(|attribute| attribute.path().is_ident("n"));
    match (numbers.next(), numbers.next()) {
        (Some(number), None) => number.parse_args::<LitInt>()?.base10_parse(),
        _ => Err(Error::new(name.span(), "one #[n(…)] each")),
    }
}

fn is_option(ty: &syn::Type) -> bool {
    matches!(ty, syn::Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Option"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(text: &str) -> Option<String> {
        let input = syn::parse_str::<DeriveInput>(text).unwrap();
        Shape::of(&input).err().map(|error| error.to_string())
    }

    #[test]
    fn what_could_not_be_deterministic_does_not_compile() {
        let good = [
            "#[cbor(map)] struct S { #[n(0)] a: u8, #[n(5)] b: Option<u8> }",
            "#[cbor(array)] struct S { #[n(0)] a: Option<u8>, #[n(1)] b: u8 }",
            "#[cbor(transparent)] struct S(u8);",
            "#[cbor(index_only)] enum E { #[n(0)] A, #[n(1)] B }",
        ];
        for text in good {
            assert_eq!(refusal(text), None, "{text}");
        }
        let bad = [
            ("struct S { #[n(0)] a: u8 }", "say #[cbor(map)], (array), (transparent) or (index_only)"),
            ("#[cbor(map)] #[cbor(array)] struct S { #[n(0)] a: u8 }", "a second layout"),
            ("#[cbor(list)] struct S { #[n(0)] a: u8 }", "no such layout"),
            ("#[cbor(map)] struct S(#[n(0)] u8);", "the fields have names"),
            ("#[cbor(map)] enum E { #[n(0)] A }", "this layout is not for such a type"),
            ("#[cbor(map)] struct S { a: u8 }", "one #[n(…)] each"),
            ("#[cbor(map)] struct S { #[n(0)] #[n(1)] a: u8 }", "one #[n(…)] each"),
            ("#[cbor(map)] struct S { #[n(1)] a: u8, #[n(0)] b: u8 }", "0 does not come next"),
            ("#[cbor(map)] struct S { #[n(1)] a: u8, #[n(1)] b: u8 }", "1 does not come next"),
            ("#[cbor(map)] struct S { #[n(23)] a: u8 }", "23 does not come next"),
            ("#[cbor(array)] struct S { #[n(0)] a: u8, #[n(2)] b: u8 }", "2 does not come next"),
            (
                "#[cbor(array)] struct S { #[n(0)] a: core::option::Option<u8> }",
                "an array does not end with what may be absent",
            ),
            ("#[cbor(transparent)] struct S { a: u8 }", "the field has no name"),
            ("#[cbor(transparent)] struct S(u8, u8);", "this layout is not for such a type"),
            ("#[cbor(index_only)] struct S { #[n(0)] a: u8 }", "this layout is not for such a type"),
            ("#[cbor(index_only)] enum E {}", "this layout is not for such a type"),
            ("#[cbor(index_only)] enum E { #[n(0)] A(u8) }", "a variant of an index_only enum has no fields"),
            ("#[cbor(index_only)] enum E { #[n(1)] A }", "1 does not come next"),
        ];
        for (text, why) in bad {
            assert_eq!(refusal(text).as_deref(), Some(why), "{text}");
        }
    }
}
