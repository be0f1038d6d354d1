from datetime import date

import pytest

from turnout.rehearse.answer import answer
from turnout.rehearse.asked import Asked, NoForm, asked
from turnout.rehearse.crowd import Fan, crowd

PAGE = """<!doctype html><form action="/search"><input name="words"></form>
<form action="/e/new-york/interest?lang=es" method="post">
<input type="hidden" name="form" value="3"><input type="hidden" name="submission" value="">
<input name="name" maxlength="120"><input type="email" name="email"><input name="company">
<input type="radio" name="likelihood" value="definitely"><input type="radio" name="likelihood" value="maybe">
<select name="party"><option value="">-</option><option value="1">1</option>
<option value="2" selected>2</option></select>
<input type="checkbox" name="option" value="5"><input type="checkbox" name="option" value="6">
<input type="number" name="q1" min="2" max="4"><input type="date" name="q2" min="2026-03-01" max="2026-03-05">
<textarea name="q3" maxlength="5"></textarea><button name="go">Count me in</button>
<input type="radio" name="q4" value="yes"><input type="radio" name="q4" value="no">
<input type="checkbox" name="consent" value="yes"></form>"""


@pytest.fixture
def page() -> Asked:
    return asked(PAGE)


@pytest.fixture
def people() -> list[Fan]:
    return crowd(3, 200, rate=10)


def test_the_form_is_read_with_its_controls_and_what_they_offer(page: Asked) -> None:
    assert page.action == "/e/new-york/interest?lang=es"
    assert page.values("likelihood") == ["definitely", "maybe"]
    assert page.values("option") == ["5", "6"]
    assert page.controls["party"].start == "2"
    assert page.controls["form"].start == "3"
    assert "words" not in page.controls


def test_a_page_whose_form_is_closed_says_so() -> None:
    with pytest.raises(NoForm):
        asked("<p>Not open yet</p>")


def test_answers_stay_within_what_is_offered_and_limited(page: Asked, people: list[Fan]) -> None:
    for fan in people:
        fields = dict(answer(page, fan))

        assert fields["form"] == "3"
        assert 1 <= int(fields["party"]) <= 2
        assert 2 <= int(fields["q1"]) <= 4
        assert date(2026, 3, 1) <= date.fromisoformat(fields["q2"]) <= date(2026, 3, 5)
        assert len(fields["q3"]) <= 5
        assert fields["q4"] in {"yes", "no"}
        assert "company" not in fields


def test_a_fan_without_script_posts_no_submission(page: Asked, people: list[Fan]) -> None:
    for fan in people:
        assert dict(answer(page, fan)).get("submission", "") == fan.submission


def test_a_mistake_spoils_one_field_alone(page: Asked, people: list[Fan]) -> None:
    fan = people[0]
    right = answer(page, fan)

    assert [pair for pair in right if pair not in answer(page, fan, "consent")] == [("consent", "yes")]
    assert "@" not in dict(answer(page, fan, "email"))["email"]
