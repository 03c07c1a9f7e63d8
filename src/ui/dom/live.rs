//! Closures, boxed. The standard `dyn Fn` holds a second and a third way to be called, compiled for each closure and used
//! by nobody; here a boxed closure has the one way in which it is called.

/// Gives a value whenever it is asked.
pub trait Live<T> {
    /// The value now.
    fn now(&self) -> T;
}

impl<T, F: Fn() -> T> Live<T> for F {
    fn now(&self) -> T {
        self()
    }
}

/// Does something, as often as it is called, with what it is given.
pub trait Act<A> {
    /// Does it.
    fn act(&mut self, with: A);
}

impl<A, F: FnMut(A)> Act<A> for F {
    fn act(&mut self, with: A) {
        self(with);
    }
}

/// Does something, as often as it is called.
pub trait Run {
    /// Does it.
    fn run(&mut self);
}

impl<F: FnMut()> Run for F {
    fn run(&mut self) {
        self();
    }
}
