//! The way to the township, with its weather.

use super::chance::Chance;
use super::shelf::breath;
use super::town::Town;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use sync::message::{Failure, Verb};
use sync::port::{Transport, TransportError};

/// Why a request got no good answer.
#[derive(Debug)]
pub enum Refusal {
    /// The township died over it.
    Dead,
    /// It said no.
    Failure(Failure),
}

/// What the network is like.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weather {
    /// Everything arrives.
    Clear,
    /// Nothing does.
    Offline,
    /// Somebody else answers everything.
    Portal,
    /// Requests and answers are lost, come late, come twice, come in part.
    Rough,
}

/// Requests that are still on their way: they may arrive after others that were sent later.
pub type Stray = Rc<RefCell<Vec<(Verb, Vec<u8>)>>>;

/// One phone's way to the township.
pub struct Air {
    pub town: Rc<RefCell<Town>>,
    pub weather: Cell<Weather>,
    pub stray: Stray,
    pub up: Cell<usize>,
    pub down: Cell<usize>,
    chance: Chance,
}

impl Air {
    pub fn new(town: Rc<RefCell<Town>>, stray: Stray, chance: Chance) -> Self {
        let weather = Cell::new(Weather::Clear);
        Self { town, weather, stray, up: Cell::new(0), down: Cell::new(0), chance }
    }

    fn deliver(&self, verb: Verb, request: &[u8]) -> Result<Vec<u8>, TransportError> {
        match self.town.borrow_mut().answer(verb, request) {
            Ok(answer) => Ok(answer),
            Err(Refusal::Dead) => Err(TransportError::Offline),
            Err(Refusal::Failure(failure)) => Err(TransportError::Refused(failure)),
        }
    }

    /// Turned bits are not among it: TLS finds those, and what is stored or believed is signed besides.
    fn rough(&self, verb: Verb, request: Vec<u8>) -> Result<Vec<u8>, TransportError> {
        match self.chance.below(30) {
            0 => Err(TransportError::Offline),
            1 => {
                self.stray.borrow_mut().push((verb, request));
                Err(TransportError::Timeout)
            }
            2 => {
                drop(self.deliver(verb, &request));
                Err(TransportError::Timeout)
            }
            3 => {
                let answer = self.deliver(verb, &request);
                drop(self.deliver(verb, &request));
                answer
            }
            4 => {
                let whole = self.deliver(verb, &request)?;
                Ok(whole.get(..self.chance.below(whole.len())).unwrap_or_default().to_vec())
            }
            5 => {
                let cut = self.chance.below(request.len());
                self.deliver(verb, request.get(..cut).unwrap_or_default())
            }
            _ => self.deliver(verb, &request),
        }
    }
}

impl Transport for Air {
    async fn call(&self, verb: Verb, envelope: Vec<u8>) -> Result<Vec<u8>, TransportError> {
        breath().await;
        self.up.set(self.up.get() + envelope.len());
        let answer = match self.weather.get() {
            Weather::Offline => Err(TransportError::Offline),
            Weather::Portal => Err(TransportError::NotTheTownship),
            Weather::Rough => self.rough(verb, envelope),
            Weather::Clear => self.deliver(verb, &envelope),
        };
        self.down.set(self.down.get() + answer.as_ref().map_or(0, Vec::len));
        breath().await;
        answer
    }
}
