"""The chance of a person, as a logit that is linear in what is known of them, learned around a prior."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from turnout.rules.effects import Array

_STEPS, _STILL = 12, 1e-4


@dataclass(frozen=True)
class Coefficients:
    """Normal beliefs about p coefficients: `mean` (p,) and `precision` (p, p), the covariance's inverse."""

    mean: Array
    precision: Array

    @classmethod
    def of(cls, mean: Array, deviation: Array) -> "Coefficients":
        return cls(mean, np.diag(1 / deviation**2))

    @property
    def deviation(self) -> Array:
        found: Array = np.sqrt(np.diag(np.linalg.inv(self.precision)))
        return found


def refitted(prior: Coefficients, traits: Array, came: Array, weight: Array) -> Coefficients:
    """Penalised iteratively reweighted least squares: the posterior's mode, and its curvature there.

    `traits` (n, p); `came` (n,) 0 to 1, the share of a cell that came; `weight` (n,), how many independent
    people a cell is worth. The posterior is the next prior, so that what was learned outlives the persons
    (McCullagh and Nelder 1989, 4.4; the normal approximation of Laplace).
    """
    found = prior.mean.copy()
    precision = prior.precision
    for _ in range(_STEPS):
        chances = special.expit(traits @ found)
        slope = weight * chances * (1 - chances)
        precision = prior.precision + (traits * slope[:, None]).T @ traits
        pull = traits.T @ (weight * (came - chances)) - prior.precision @ (found - prior.mean)
        step = np.linalg.solve(precision, pull)
        # A step of more than two logits overshoots where chances are near 0 or 1.
        found = found + step * min(1.0, 2.0 / max(float(np.abs(step).max()), 1e-12))
        if np.abs(step).max() < _STILL:
            break
    return Coefficients(found, precision)
