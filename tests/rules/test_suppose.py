"""What if: one thing is changed, and the forecast moves as the published effect says."""

from typing import Any

import numpy as np
import pytest
from scipy import special

from turnout.rules.forecast import Forecast, SignUps, basis_of, foretold
from turnout.rules.learning import published
from turnout.rules.people import CODES, People, people_of
from turnout.rules.suppose import PLANNED, REMINDED, Supposed, some_of, suppose, surer

KNOWN = published(0.0)


def crowd(many: int = 2000, **known: Any) -> People:
    stage = np.array([CODES["definitely"], CODES["probably"], CODES["maybe"]], np.int8)[np.arange(many) % 3]
    return people_of(stage, **known)


def supposed(people: People, **changes: Any) -> tuple[Forecast, Forecast]:
    basis = basis_of(people, KNOWN, 0.0, SignUps([40, 30, 20], 10.0))
    return foretold(basis, KNOWN), suppose(people, basis, KNOWN, Supposed(**changes))


def test_nothing_changed_changes_nothing():
    before, after = supposed(crowd())

    assert after.heads.at.tolist() == before.heads.at.tolist()
    assert after.heads.cdf.tolist() == before.heads.cdf.tolist()
    assert Supposed().changes_nothing


def test_a_reminder_brings_more_and_says_by_which_odds():
    before, after = supposed(crowd(), reminded=True)

    assert after.median > before.median
    # The odds of not coming are as many times what they were.
    assert special.expit(REMINDED) == pytest.approx(1 / 1.77)


def test_a_plan_adds_the_published_points():
    assert special.expit(special.logit(0.331) + PLANNED) == pytest.approx(0.373)


def test_a_later_day_brings_fewer_of_those_who_said_so_already():
    before, after = supposed(crowd(), later=30)

    assert after.listed.median < before.listed.median
    assert after.late.mean > before.late.mean


def test_a_day_so_soon_that_nobody_can_sign_up_any_more():
    _, after = supposed(crowd(), later=-20)

    assert after.late.mean == 0


def test_some_are_taken_evenly_and_never_a_suspect():
    people = crowd(10, suspect=np.arange(10) == 0, lead=np.arange(10, dtype=np.float32))

    assert some_of(people, 3).lead.tolist() == [1, 4, 7]
    assert len(some_of(people, 0)) == 0
    assert some_of(people, 9) is people


def test_fewer_invitations_bring_fewer_and_nobody_else():
    before, after = supposed(crowd(), invited=500)

    assert after.said == 500
    assert after.late.mean == 0
    assert after.median < before.median / 2


def test_confirmed_addresses_narrow_what_is_expected_and_leave_its_middle():
    people = crowd(verified=np.arange(2000) % 2 == 0)
    basis = basis_of(people, KNOWN, 0.0, None, with_walk_ins=False)
    before = foretold(basis, KNOWN)

    after = foretold(basis_of(surer(people, KNOWN), KNOWN, 0.0, None, with_walk_ins=False), KNOWN)

    assert after.said < before.said
    assert abs(after.heads.mean - before.heads.mean) < 0.03 * before.heads.mean
    assert np.diff(after.interval(0.8))[0] < np.diff(before.interval(0.8))[0]


def test_where_everybody_is_confirmed_there_is_nothing_to_narrow():
    people = crowd()

    assert surer(people, KNOWN) is people
