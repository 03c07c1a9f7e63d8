//! The signed operation.
