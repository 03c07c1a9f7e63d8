//! What the domain promises, told as village stories.

mod authority;
mod cases;
mod clocks;
mod concurrent;
mod deliberations;
mod golden;
mod refusals;
mod rights;
mod rules;
mod samples;
mod sets;
mod settle;
mod village;
