//! Logistic regression in which every weight is drawn to a prior and kept within bounds. Returns the weights that
//! make the rows most likely; the same rows give the same weights.
//!
//! The loss is Σ weight · log-loss + ½ · strength · Σ (w - prior)². Cyclic coordinate descent; each step minimises a
//! quadratic that lies above the loss (a logistic curves at most by ¼), so no step makes it worse.

/// One example.
#[derive(Debug, Clone)]
pub(super) struct Row<'a> {
    /// Which features it has and how much of each.
    pub(super) features: &'a [(usize, f64)],
    /// Whether it should be found.
    pub(super) wanted: bool,
    /// How much it counts.
    pub(super) weight: f64,
}

/// What is known of a weight beforehand.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Coefficient {
    /// What it is drawn to.
    pub(super) prior: f64,
    /// It is never less.
    pub(super) least: f64,
    /// It is never more.
    pub(super) most: f64,
}

/// What a fit gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fitted {
    pub(super) bias: f64,
    pub(super) weights: Vec<f64>,
}

/// A step smaller than this everywhere ends the descent; weights are shown with two decimals.
const PRECISION: f64 = 1e-4;
/// Rounds are bounded whatever the rows are.
const MOST_ROUNDS: usize = 2_000;
/// Where the bias starts, and all it is where there are no rows.
const START: f64 = -2.0;

/// Fits the weights of the features, numbered as `coefficients` are.
pub(super) fn fit(rows: &[Row<'_>], coefficients: &[Coefficient], strength: f64) -> Fitted {
    let mut columns: Vec<Vec<(usize, f64)>> = vec![vec![]; coefficients.len()];
    for (number, row) in rows.iter().enumerate() {
        for &(feature, value) in row.features {
            columns[feature].push((number, value));
        }
    }
    let mut weights: Vec<f64> = coefficients.iter().map(|it| it.prior.clamp(it.least, it.most)).collect();
    let mut bias = START;
    let dot = |row: &Row<'_>| bias + row.features.iter().map(|&(feature, value)| weights[feature] * value).sum::<f64>();
    let mut sums: Vec<f64> = rows.iter().map(dot).collect();
    let slope = |number: usize, sum: f64| {
        let wanted = f64::from(u8::from(rows[number].wanted));
        rows[number].weight * (1.0 / (1.0 + (-sum).exp()) - wanted)
    };
    let total: f64 = rows.iter().map(|row| row.weight).sum();
    let bends: Vec<f64> =
        columns.iter().map(|column| column.iter().map(|&(row, x)| rows[row].weight * x * x / 4.0).sum()).collect();
    for _ in 0..MOST_ROUNDS {
        let mut largest = 0.0_f64;
        if total > 0.0 {
            let gradient: f64 = sums.iter().enumerate().map(|(number, &sum)| slope(number, sum)).sum();
            let step = -gradient / (total / 4.0);
            bias += step;
            for sum in &mut sums {
                *sum += step;
            }
            largest = largest.max(step.abs());
        }
        for (feature, column) in columns.iter().enumerate() {
            let Coefficient { prior, least, most } = coefficients[feature];
            let before = weights[feature];
            let gradient: f64 = column.iter().map(|&(row, x)| slope(row, sums[row]) * x).sum();
            let curve = bends[feature] + strength;
            if curve <= 0.0 {
                continue; // nothing speaks for or against it
            }
            let after = (before - (gradient + strength * (before - prior)) / curve).clamp(least, most);
            let step = after - before;
            if step != 0.0 {
                weights[feature] = after;
                for &(row, x) in column {
                    sums[row] += step * x;
                }
                largest = largest.max(step.abs());
            }
        }
        if largest < PRECISION {
            break;
        }
    }
    Fitted { bias, weights }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FREE: Coefficient = Coefficient { prior: 0.0, least: f64::NEG_INFINITY, most: f64::INFINITY };

    fn row(features: &[(usize, f64)], wanted: bool) -> Row<'_> {
        Row { features, wanted, weight: 1.0 }
    }

    /// Ten rows of a feature, `wanted` of them wanted, and as many without it, none of them wanted but one.
    fn rows(wanted: usize) -> Vec<Row<'static>> {
        let with = (0..10).map(|number| row(&[(0, 1.0)], number < wanted));
        let without = (0..10).map(|number| row(&[], number < 1));
        with.chain(without).collect()
    }

    #[test]
    fn without_a_prior_the_odds_of_the_rows_come_back() {
        let fitted = fit(&rows(5), &[FREE], 0.0);
        assert!((fitted.bias - (1.0_f64 / 9.0).ln()).abs() < 0.01, "{fitted:?}");
        assert!((fitted.bias + fitted.weights[0]).abs() < 0.01, "{fitted:?}");
    }

    #[test]
    fn a_strong_prior_is_kept_and_a_weak_one_is_not() {
        let drawn = Coefficient { prior: 3.0, ..FREE };
        assert!((fit(&rows(5), &[drawn], 1e6).weights[0] - 3.0).abs() < 0.01);
        assert!(fit(&rows(5), &[drawn], 0.1).weights[0] < 2.5);
    }

    #[test]
    fn a_bound_holds_whatever_the_rows_say() {
        let never_for = Coefficient { most: 0.0, ..FREE };
        let never_against = Coefficient { least: 0.0, ..FREE };
        assert!(fit(&rows(9), &[never_for], 1.0).weights[0] <= 0.0);
        assert!(fit(&rows(0), &[never_against], 1.0).weights[0] >= 0.0);
    }

    #[test]
    fn without_rows_there_is_only_the_prior() {
        let fitted = fit(&[], &[Coefficient { prior: 0.7, ..FREE }], 1.0);
        assert_eq!(fitted, Fitted { bias: START, weights: vec![0.7] });
    }
}
