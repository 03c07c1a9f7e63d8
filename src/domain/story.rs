//! Builders of signed operations for tests.
