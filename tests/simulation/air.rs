//! The way to the township, with its weather.

use super::chance::Chance;
use super::shelf::breath;
use super::town::{Town, sign_with_context};
use super::versions::grown;
use oplog::{SecretKey, from_cbor, to_cbor};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use sync::message::{Envelope, Failure, Verb};
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
    /// The call that is lost, counted from now: before it arrives, or its answer.
    pub cut: Cell<Option<(u32, Lost)>>,
    /// Where the phone is of a later version, its key: what it says has fields that the township does not know.
    pub later: Option<SecretKey>,
    chance: Chance,
}

/// Which part of a call is lost.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Lost {
    /// The request.
    Request,
    /// The answer.
    Answer,
}

impl Air {
    pub fn new(town: Rc<RefCell<Town>>, stray: Stray, chance: Chance) -> Self {
        let weather = Cell::new(Weather::Clear);
        let (up, down, cut, later) = (Cell::new(0), Cell::new(0), Cell::new(None), None);
        Self { town, weather, stray, up, down, cut, later, chance }
    }

    /// The same request as a later version would send it.
    fn as_sent(&self, envelope: Vec<u8>) -> Vec<u8> {
        let Some(key) = &self.later else { return envelope };
        let Ok(mut grown_up) = from_cbor::<Envelope>(&envelope) else { return envelope };
        grown_up.body = grown(&grown_up.body).into();
        grown_up.signature = sign_with_context(key, &grown_up.to_sign());
        to_cbor(&grown_up)
    }

    /// What of this call is lost; of one that is still to come it is counted down.
    fn lost(&self) -> Option<Lost> {
        let (calls, lost) = self.cut.take()?;
        if calls == 0 {
            return Some(lost);
        }
        self.cut.set(Some((calls - 1, lost)));
        None
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
        let envelope = self.as_sent(envelope);
        let answer = match (self.lost(), self.weather.get()) {
            (Some(Lost::Request), _) | (None, Weather::Offline) => Err(TransportError::Offline),
            (Some(Lost::Answer), _) => self.deliver(verb, &envelope).and(Err(TransportError::Timeout)),
            (None, Weather::Portal) => Err(TransportError::NotTheTownship),
            (None, Weather::Rough) => self.rough(verb, envelope),
            (None, Weather::Clear) => self.deliver(verb, &envelope),
        };
        self.down.set(self.down.get() + answer.as_ref().map_or(0, Vec::len));
        breath().await;
        answer
    }
}
