import pytest

from turnout.rules.signs import signs_of

NOON = 1_000_000.0


@pytest.mark.parametrize(
    ("opened_at", "found"),
    [
        (None, ["unopened"]),
        (NOON, ["young"]),
        (NOON - 1.9, ["young"]),
        (NOON - 2, []),
        (NOON - 24 * 3600, []),
        (NOON - 24 * 3600 - 1, ["stale"]),
    ],
)
def test_the_forms_age_is_a_sign_where_it_is_missing_or_strange(opened_at: float | None, found: list[str]):
    assert signs_of({}, opened_at, NOON, is_bare=False) == found


@pytest.mark.parametrize(
    ("trap", "found"), [(["cheap phones"], ["filled"]), ([""], []), ([" "], []), (["", "x"], ["filled"])]
)
def test_a_filled_trap_is_a_sign(trap: list[str], found: list[str]):
    assert signs_of({"subject": trap}, NOON - 60, NOON, is_bare=False) == found


def test_all_signs_travel_together():
    assert signs_of({"subject": ["x"]}, None, NOON, is_bare=True) == ["filled", "unopened", "bare"]
