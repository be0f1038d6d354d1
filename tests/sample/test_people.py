from datetime import UTC, datetime, timedelta

import pytest

from turnout.rules.email_address import key_of
from turnout.sample.people import DAYS, Answered, people
from turnout.sample.texts import QUESTIONS

NOW = datetime(2026, 11, 10, 15, 0, tzinfo=UTC)
NEW_YORK_TUESDAY, NEW_YORK_SATURDAY, PHILADELPHIA = OPTIONS = (5, 6, 7)


@pytest.fixture(scope="module")
def everybody() -> list[Answered]:
    return people(NOW, OPTIONS, {each["name"]: number for number, each in enumerate(QUESTIONS, start=1)})


@pytest.fixture(scope="module")
def first_answers(everybody: list[Answered]) -> list[Answered]:
    by_key: dict[str, Answered] = {}
    for each in everybody:
        by_key.setdefault(key_of(each.fields["email"][0]), each)
    return list(by_key.values())


def _naming(answers: list[Answered], *options: int) -> int:
    return sum(not {str(option) for option in options}.isdisjoint(each.fields["option"]) for each in answers)


def test_about_four_hundred_people_want_about_seven_hundred_places(first_answers: list[Answered]) -> None:
    assert len(first_answers) == 400
    assert sum(int(each.fields["party"][0]) for each in first_answers) == pytest.approx(690, abs=25)


def test_philadelphia_leads_in_answers_and_new_york_among_the_definite(first_answers: list[Answered]) -> None:
    definite = [each for each in first_answers if each.fields["likelihood"] == ["definitely"]]

    assert _naming(first_answers, PHILADELPHIA) > _naming(first_answers, NEW_YORK_TUESDAY, NEW_YORK_SATURDAY)
    assert _naming(definite, NEW_YORK_TUESDAY) > _naming(definite, PHILADELPHIA)
    assert _naming(definite, NEW_YORK_SATURDAY) > _naming(definite, PHILADELPHIA)


def test_everybody_answered_within_the_last_three_weeks(everybody: list[Answered]) -> None:
    moments = [each.at for each in everybody]

    assert moments == sorted(moments)
    assert NOW - timedelta(days=DAYS) <= moments[0] < NOW - timedelta(days=DAYS - 1)
    assert NOW - timedelta(days=1) < moments[-1] <= NOW


def test_a_third_came_from_reddit_within_one_day(first_answers: list[Answered]) -> None:
    rush = NOW - timedelta(days=DAYS - 6.7)
    from_reddit = [each for each in first_answers if each.fields["via"] == ["reddit"]]

    assert sum(rush <= each.at < rush + timedelta(days=1) for each in from_reddit) > 130


def test_bots_share_a_mailbox_a_postal_code_and_a_few_minutes(first_answers: list[Answered]) -> None:
    bots = [each for each in first_answers if "+" in each.fields["email"][0]]

    assert len(bots) == 12
    assert {each.fields["postcode"][0] for each in bots} == {"19104"}
    assert max(each.at for each in bots) - min(each.at for each in bots) < timedelta(minutes=2)


def test_nine_answered_twice_under_one_address(
    everybody: list[Answered], first_answers: list[Answered]
) -> None:
    assert len(everybody) - len(first_answers) == 9


def test_the_story_is_the_same_whenever_it_is_loaded() -> None:
    questions = {each["name"]: number for number, each in enumerate(QUESTIONS, start=1)}

    def answers(now: datetime) -> dict[str, list[list[str]]]:
        found: dict[str, list[list[str]]] = {}
        for each in people(now, OPTIONS, questions):
            found.setdefault(each.fields["email"][0], []).append(each.fields["option"])
        return found

    assert answers(NOW) == answers(NOW + timedelta(days=100, hours=7))
