"""Sums of people: exact, near enough, and mixed with those who are in no list."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import special

from turnout.rules.arrivals import NOBODY, WalkIns, yet_to_sign_up
from turnout.rules.conformal import LEVELS, NONE, correction, pit
from turnout.rules.effects import GRID, lattice, midpoints, places_on_grid, scale_of, student
from turnout.rules.heads import Extra, Heads, added, cell_curve, curve_of, exact_curve, pooled, whole
from turnout.rules.propensity import Coefficients, refitted

NONE_AT_ALL = len(GRID) // 2


def ones(many: int) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.ones(many, np.int64)


def convolved(chances: list[float], parties: list[int]) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    pmf = np.ones(1)
    for chance, party in zip(chances, parties, strict=True):
        pmf = np.convolve(pmf, np.concatenate([[1 - chance], np.zeros(party - 1), [chance]]))
    return pmf


@given(st.lists(st.tuples(st.floats(-6, 6), st.integers(1, 5)), min_size=1, max_size=12))
def test_exact_sum_is_the_convolution(people: list[tuple[float, int]]):
    logits, parties = np.array([logit for logit, _ in people]), [party for _, party in people]

    curve = exact_curve(logits, np.array(parties), ones(len(people)), 0.0)

    assert curve.pmf is not None
    expected = convolved(special.expit(logits).tolist(), parties)
    assert curve.pmf[NONE_AT_ALL] == pytest.approx(expected, abs=1e-9)


@given(st.lists(st.floats(-6, 6), min_size=1, max_size=30), st.floats(0, 0.95), st.integers(1, 6))
@settings(deadline=None)
def test_moments_are_those_of_the_exact_sum(logits: list[float], alike: float, together: int):
    cells = np.array(logits), ones(len(logits)) * 2, ones(len(logits)) * together

    exact, near = exact_curve(*cells, alike), cell_curve(*cells, alike)

    assert near.most == exact.most
    assert near.mean == pytest.approx(exact.mean, rel=1e-4, abs=1e-3)
    assert near.variance == pytest.approx(exact.variance, rel=1e-2, abs=1e-2)


def test_many_are_near_the_exact_sum():
    cells = np.linspace(-2, 2, 390), ones(390), ones(390)
    weights = places_on_grid(0.3 * student(midpoints(801)), np.full(801, 1 / 801))

    exact, near = exact_curve(*cells, 0.0).mixed(weights), cell_curve(*cells, 0.0).mixed(weights)

    for chance in (0.025, 0.1, 0.5, 0.9, 0.975):
        assert abs(near.quantile(chance) - exact.quantile(chance)) <= 1


def test_more_than_can_be_summed_exactly_are_taken_by_moments():
    few, many = (curve_of(np.zeros(1), ones(1), ones(1) * said, 0.0) for said in (400, 401))

    assert (few.pmf is None, many.pmf is None) == (False, True)
    assert many.likelihood(200)[NONE_AT_ALL] == pytest.approx(few.likelihood(200)[NONE_AT_ALL], rel=0.01)
    assert few.likelihood(401).tolist() == [0.0] * len(GRID)


@pytest.mark.parametrize("said", [400, 401])
@pytest.mark.parametrize("came", [0, 200, 400, 500])
def test_two_chances_alone_are_those_of_the_whole(said: int, came: int):
    curve = curve_of(np.zeros(1), ones(1), ones(1) * said, 0.0)
    weights = np.full(len(GRID), 1 / len(GRID))

    below, upto = curve.reached(weights, came)

    heads = curve.mixed(weights)
    assert below == pytest.approx(1 - heads.chance_over(came - 1) if came else 0.0, abs=2e-3)
    assert upto == pytest.approx(1 - heads.chance_over(came), abs=2e-3)


@given(st.lists(st.integers(1, 5), min_size=1, max_size=30), st.booleans())
def test_chances_near_none_and_near_one_leave_nothing_open(parties: list[int], comes: bool):
    logits = np.full(len(parties), 40.0 if comes else -40.0)

    heads = curve_of(logits, np.array(parties), np.ones(len(parties), np.int64), 0.0).mixed(
        np.full(len(GRID), 1 / len(GRID))
    )

    assert heads.interval(0.95) == ((sum(parties),) * 2 if comes else (0, 0))


def test_people_together_come_all_or_none():
    alone, alike = (exact_curve(np.zeros(1), ones(1) * 2, ones(1) * 3, each) for each in (0.0, 1.0))

    assert alike.pmf is not None
    assert alone.variance[NONE_AT_ALL] == pytest.approx(3)
    assert alike.pmf[NONE_AT_ALL][[0, 6]] == pytest.approx([0.5, 0.5], abs=2e-3)


def test_counts_far_apart_are_interpolated():
    heads = Heads(np.array([0, 100, 200]), np.array([0.0, 0.5, 1.0]))

    assert (heads.quantile(0.25), heads.quantile(0.7), heads.quantile(1.0)) == (50, 140, 200)
    assert heads.chance_over(150) == pytest.approx(0.25)
    assert heads.chance_over(-1) == 1.0
    assert heads.quantile(1.5) == 200
    assert heads.expected_over(200) == 0
    assert heads.mean == pytest.approx(100.5)


def test_pooled_forecast_lies_between_its_parts():
    low, high = whole(np.array([0.5, 0.5])), Heads(np.array([4, 5]), np.array([0.5, 1.0]))

    heads = pooled([low, high], [0.25, 0.75])

    assert [heads.quantile(chance) for chance in (0.1, 0.2, 0.6, 0.7)] == [0, 1, 4, 5]
    assert heads.mean == pytest.approx(0.25 * 0.5 + 0.75 * 4.5, abs=1.0)


def test_two_terms_add_up_exactly_and_by_moments():
    effects, points = 0.3 * student(lattice(3)[:, 0]), lattice(3)[:, 1:]
    extras = (Extra(20.0, 4.0), Extra(6.0, 1.0))
    few = curve_of(np.zeros(1), ones(1), ones(1) * 300, 0.0)
    many = cell_curve(np.zeros(1), ones(1), ones(1) * 300, 0.0)

    exact, near = (added(curve, effects, extras, points) for curve in (few, many))

    alone = added(few, effects, (), points)
    assert exact.mean == pytest.approx(alone.mean + 26, abs=0.1)
    assert exact.variance == pytest.approx(alone.variance + 20 + 400 / 4 + 6 + 36, rel=0.02)
    assert near.mean == pytest.approx(exact.mean, rel=0.005)
    assert near.quantile(0.9) == pytest.approx(exact.quantile(0.9), rel=0.01)
    assert added(many, effects, (NOBODY,), points).mean == pytest.approx(alone.mean, rel=0.005)


@given(st.floats(0, 60), st.floats(0.2, 30))
def test_extra_heads_are_negative_binomial(mean: float, size: float):
    extra = Extra(mean, size)

    pmf = extra.pmf(4000)

    counts = np.arange(4001)
    assert pmf.sum() == pytest.approx(1)
    assert pmf @ counts == pytest.approx(mean, rel=1e-3, abs=1e-9)
    assert pmf @ counts**2 - (pmf @ counts) ** 2 == pytest.approx(mean + mean**2 / size, rel=2e-2, abs=1e-6)


@given(st.lists(st.integers(0, 500), max_size=60), st.floats(-5, 200), st.floats(0, 1), st.floats(1, 5))
def test_those_to_come_are_never_fewer_where_more_days_are_left(
    daily: list[int], left: float, chance: float, party: float
):
    soon, later = (yet_to_sign_up(daily, days, chance, party).mean for days in (left, left + 10))

    assert 0 <= soon <= later


def test_steady_sign_ups_go_on_a_little_slower():
    extra = yet_to_sign_up([10] * 30, 10, 0.5, 2.0)

    assert 75 < extra.mean < 100
    assert yet_to_sign_up([0] * 30, 10, 0.5, 2.0) == NOBODY


def test_walk_ins_begin_at_three_in_a_hundred():
    assert WalkIns().expected(200).mean == pytest.approx(6)
    assert WalkIns().expected(0) == NOBODY


@given(st.lists(st.floats(0, 1), max_size=60))
def test_correction_keeps_a_distribution(pits: list[float]):
    heads = whole(np.full(11, 1 / 11))

    corrected = correction(pits).corrected(heads)

    assert (np.diff(corrected.cdf) >= 0).all()
    assert 0 <= corrected.cdf[0] <= corrected.cdf[-1] == 1


def test_ten_outcomes_switch_the_correction_on():
    assert correction([0.5] * 9) is NONE
    assert correction([0.5] * 10) is not NONE
    assert correction([0.5] * 10).at[0] < LEVELS[0] + 0.2


def test_outcomes_that_fell_outside_widen_the_interval():
    heads = whole(convolved([0.5] * 100, [1] * 100))
    outside = [0.02, 0.98] * 30

    low, high = correction(outside).corrected(heads).interval(0.8)

    assert high - low > np.diff(heads.interval(0.8))[0]


def test_outcomes_that_fell_in_the_middle_narrow_it():
    heads = whole(convolved([0.5] * 100, [1] * 100))

    low, high = correction([0.45, 0.55] * 30).corrected(heads).interval(0.8)

    assert high - low < np.diff(heads.interval(0.8))[0]


def test_honest_forecasts_are_hardly_corrected():
    pits = np.random.default_rng(3).random(2000).tolist()

    assert correction(pits).at == pytest.approx(LEVELS, abs=0.04)


def test_a_forecast_that_is_trusted_more_is_corrected_less():
    outside = [0.02, 0.98] * 30

    trusted, usual = (np.abs(correction(outside, honest).at - LEVELS).max() for honest in (400, 40))

    assert 0 < trusted < usual / 2


def test_an_outcome_falls_between_the_chances_around_it():
    heads = whole(np.array([0.25, 0.5, 0.25]))

    assert (pit(heads, 1, 0.0), pit(heads, 1, 0.5), pit(heads, 1, 1.0)) == (0.25, 0.5, 0.75)
    assert pit(heads, 0, 0.0) == 0.0


def test_scale_is_that_of_the_deviation():
    assert np.std(scale_of(0.6) * student(midpoints(200_001))) == pytest.approx(0.6, rel=0.02)


def test_points_of_the_lattice_are_even():
    points = lattice(3)

    assert points.shape == (1021, 3)
    assert points.mean(axis=0) == pytest.approx([0.5] * 3, abs=1e-3)
    assert np.corrcoef(points.T) == pytest.approx(np.eye(3), abs=0.02)


def test_refit_without_people_is_the_prior():
    prior = Coefficients.of(np.array([0.5, -1.0]), np.array([0.3, 0.2]))

    found = refitted(prior, np.empty((0, 2)), np.empty(0), np.empty(0))

    assert found.mean.tolist() == prior.mean.tolist()
    assert found.deviation == pytest.approx([0.3, 0.2])


def test_refit_finds_what_made_the_people():
    chance = np.random.default_rng(5)
    traits = np.stack([np.ones(20_000), chance.normal(size=20_000)], axis=1)
    came = (chance.random(20_000) < special.expit(traits @ [1.0, -2.0])) * 1.0

    found = refitted(Coefficients.of(np.zeros(2), np.full(2, 10.0)), traits, came, np.ones(20_000))

    assert found.mean == pytest.approx([1.0, -2.0], abs=0.1)


def test_refit_of_what_always_happens_ends():
    found = refitted(
        Coefficients.of(np.zeros(1), np.ones(1) * 1e3), np.ones((50, 1)), np.ones(50), np.ones(50)
    )

    assert 5 < found.mean[0] < 40
