//! Parts and words.
