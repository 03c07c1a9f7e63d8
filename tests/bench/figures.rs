//! What many measurements amount to.

use std::time::Duration;

/// Measurements in ascending order.
#[derive(Clone, Debug, Default)]
pub struct Figures(Vec<f64>);

impl Figures {
    /// Of measurements in any order.
    pub fn of(values: impl IntoIterator<Item = f64>) -> Self {
        let mut sorted: Vec<f64> = values.into_iter().collect();
        sorted.sort_by(f64::total_cmp);
        Self(sorted)
    }

    /// How many.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The smallest value that this share of all does not exceed.
    pub fn share(&self, share: f64) -> f64 {
        let rank = (share * self.0.len() as f64).ceil() as usize;
        self.0.get(rank.saturating_sub(1)).copied().unwrap_or(f64::NAN)
    }

    /// Half of them are above, half below.
    pub fn median(&self) -> f64 {
        self.share(0.5)
    }

    /// All but one of a hundred are below.
    pub fn p99(&self) -> f64 {
        self.share(0.99)
    }

    /// The smallest.
    pub fn best(&self) -> f64 {
        self.0.first().copied().unwrap_or(f64::NAN)
    }
}

/// Milliseconds.
pub fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1000.0
}

#[cfg(test)]
mod tests {
    use super::Figures;

    #[test]
    fn shares_are_values_that_were_measured() {
        let figures = Figures::of([3.0, 1.0, 2.0, 4.0]);
        assert_eq!((figures.best(), figures.median(), figures.p99()), (1.0, 2.0, 4.0));
        assert!(Figures::default().median().is_nan());
    }
}
