//! What the domain promises, told as village stories.

mod authority;
mod cases;
mod concurrent;
mod deliberations;
mod golden;
mod refusals;
mod rules;
mod samples;
mod sets;
mod village;
