//! Derives `oplog`'s `Encode` and `Decode`: what a type looks like as deterministic CBOR follows from its attributes.
//!
//! - `#[cbor(map)]` on a struct: a map with small integers as keys; a field that is absent (`None`) is left out.
//! - `#[cbor(array)]` on a struct: an array of all fields in order; a field that is absent is null.
//! - `#[cbor(transparent)]` on a struct of one field: that field and nothing around it.
//! - `#[cbor(index_only)]` on an enum without fields: the variant's number.
//!
//! `#[n(…)]` numbers fields and variants. The numbers ascend as the lines do, so that what is written is deterministic
//! and what is read is read straight through; those of arrays and enums leave no gap. What breaks this does not compile.
//!
//! Never in here: bytes. The code that is derived only calls `oplog`'s reader and writer, in the order of the fields.

mod shape;

use proc_macro::TokenStream;
use quote::quote;
use shape::{Layout, Shape};
use syn::DeriveInput;

/// How a value is written; see the page of the crate.
#[proc_macro_derive(Encode, attributes(n, cbor))]
pub fn encode(input: TokenStream) -> TokenStream {
    expand(input, encoding)
}

/// How a value is read; see the page of the crate.
#[proc_macro_derive(Decode, attributes(n, cbor))]
pub fn decode(input: TokenStream) -> TokenStream {
    expand(input, decoding)
}

fn expand(
    input: TokenStream,
    derived: fn(&DeriveInput, &Shape<'_>) -> proc_macro2::TokenStream,
) -> TokenStream {
    let parsed = syn::parse::<DeriveInput>(input);
    let out = parsed.and_then(|input| Shape::of(&input).map(|shape| derived(&input, &shape)));
    out.unwrap_or_else(|error| error.to_compile_error()).into()
}

fn encoding(input: &DeriveInput, shape: &Shape<'_>) -> proc_macro2::TokenStream {
    let (name, (generics, types, bounds)) = (&input.ident, input.generics.split_for_impl());
    let (names, numbers) = (&shape.names, &shape.numbers);
    let body = match shape.layout {
        Layout::Map => quote! {
            let map = writer.map();
            #(writer.field(map, #numbers, &self.#names);)*
        },
        Layout::Array => {
            let len = numbers.len() as u64;
            quote! {
                writer.array(#len);
                #(::oplog::Encode::encode(&self.#names, writer);)*
            }
        }
        Layout::Transparent => quote! { ::oplog::Encode::encode(&self.0, writer); },
        Layout::IndexOnly => quote! { writer.number(match self { #(Self::#names => #numbers,)* }); },
    };
    quote! {
        #[automatically_derived]
        impl #generics ::oplog::Encode for #name #types #bounds {
            fn encode(&self, writer: &mut ::oplog::Writer) { #body }
        }
    }
}

fn decoding(input: &DeriveInput, shape: &Shape<'_>) -> proc_macro2::TokenStream {
    let (name, (generics, types, bounds)) = (&input.ident, input.generics.split_for_impl());
    let (names, numbers) = (&shape.names, &shape.numbers);
    let body = match shape.layout {
        Layout::Map => quote! {
            let outer = reader.map();
            #(reader.field(#numbers, &mut self.#names);)*
            reader.end(outer);
        },
        Layout::Array => {
            let len = numbers.len() as u64;
            quote! {
                reader.array(#len);
                #(::oplog::Fill::fill(&mut self.#names, reader);)*
            }
        }
        Layout::Transparent => quote! { ::oplog::Fill::fill(&mut self.0, reader); },
        Layout::IndexOnly => {
            // A number that is none of ours fails in the reader, which then gives 0.
            let count = numbers.len() as u8;
            let (first, rest) = (names.iter().take(1), names.iter().skip(1));
            let rest_numbers = numbers.iter().skip(1);
            quote! {
                *self = match reader.number(#count) { #(#rest_numbers => Self::#rest,)* _ => #(Self::#first)* };
            }
        }
    };
    let empty = match shape.layout {
        Layout::Map | Layout::Array => quote! { Self { #(#names: ::oplog::Decode::EMPTY,)* } },
        Layout::Transparent => quote! { Self(::oplog::Decode::EMPTY) },
        Layout::IndexOnly => {
            let first = names.iter().take(1);
            quote! { #(Self::#first)* }
        }
    };
    quote! {
        #[automatically_derived]
        impl #generics ::oplog::Fill for #name #types #bounds {
            fn fill(&mut self, reader: &mut ::oplog::Reader<'_>) { #body }
        }
        #[automatically_derived]
        impl #generics ::oplog::Decode for #name #types #bounds {
            const EMPTY: Self = #empty;
        }
    }
}
