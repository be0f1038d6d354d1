import base64
import json
from typing import Any

import pytest

from tests.rush.checking import check_of, solved
from turnout.rush.human import GOOD_FOR, CheckNeeded, HumanCheck, Sender, Sending, is_bare

NOON = 2_000_000_000.0
EVENT = 12
ADA = Sender("203.0.113.9")


def look(human: HumanCheck, fields: dict[str, list[str]] | None = None, **changes: Any) -> Sending:
    how: dict[str, Any] = {"event_id": EVENT, "sender": ADA, "now": NOON, "always": False} | changes
    return human.look(how["event_id"], fields or {}, how["sender"], how["now"], always=how["always"])


def proof(human: HumanCheck, event_id: int = EVENT, now: float = NOON) -> str:
    return solved(human.challenge(event_id, now))


@pytest.mark.parametrize(("seconds", "signs"), [(1, "young"), (9, ""), (90_000, "stale")])
def test_age_of_the_form_is_read_from_its_token(seconds: int, signs: str):
    human = check_of()
    token = human.opened(EVENT, NOON)

    assert look(human, {"opened": [token]}, now=NOON + seconds).signs == signs


@pytest.mark.parametrize(
    "token",
    [
        "",
        "x",
        "1.2",
        "2000000000.",
        "9" * 40,
        "٣.٤",
        check_of().opened(13, NOON),
        check_of(secret="x").opened(EVENT, NOON),
    ],
)
def test_a_token_that_is_not_ours_is_none(token: str):
    assert look(check_of(), {"opened": [token]}, now=NOON + 60).signs == "unopened"


def test_a_token_from_a_clock_that_is_ahead_is_young():
    human = check_of()

    assert look(human, {"opened": [human.opened(EVENT, NOON + 30)]}).signs == "young"


def test_network_is_one_address_on_one_day():
    human = check_of()
    first = human.network("203.0.113.9", NOON)

    assert len(first) == 16
    assert human.network("203.0.113.9", NOON + 60) == first
    assert human.network("203.0.113.8", NOON) != first
    assert human.network("203.0.113.9", NOON + 86_400) != first
    assert check_of(secret="another").network("203.0.113.9", NOON) != first
    assert human.network("", NOON) == ""


def test_over_the_soft_limit_a_check_is_asked_for():
    human = check_of(soft=2)
    look(human)
    look(human)

    with pytest.raises(CheckNeeded) as asked:
        look(human)

    assert not asked.value.failed
    assert look(human, sender=Sender("203.0.113.8")).proof == ""
    assert look(human, sender=ADA._replace(is_limited=False)).proof == ""


def test_where_very_many_come_a_check_is_asked_of_everybody():
    human = check_of(crowd=10)
    token = human.opened(EVENT, NOON - 60)
    for number in range(10):
        look(human, {"opened": [token]}, sender=Sender(str(number)))

    with pytest.raises(CheckNeeded):
        look(human, {"opened": [token]}, sender=Sender("another"))
    assert look(human, event_id=13).proof == ""


def test_what_is_sent_oddly_weighs_five_times_as_much():
    human = check_of(crowd=10)
    look(human)
    look(human, sender=Sender("another"))

    with pytest.raises(CheckNeeded):
        look(human, sender=Sender("a third"))


def test_a_solved_proof_lets_pass_and_names_itself():
    human = check_of()
    given = proof(human)

    sending = look(human, {"altcha": [given]}, always=True)

    assert sending.signs == "unopened proven"
    assert sending.proof == json.loads(base64.b64decode(given))["challenge"]["parameters"]["nonce"]
    assert sending.until == NOON + GOOD_FOR


def spoilt(given: str) -> str:
    payload = json.loads(base64.b64decode(given))
    payload["solution"]["counter"] += 1
    return base64.b64encode(json.dumps(payload).encode()).decode()


@pytest.mark.parametrize("given", ["", "x", "é", "e30=", "bnVsbA==", "W10=", "A" * 5_000])
def test_what_is_no_proof_is_refused(given: str):
    with pytest.raises(CheckNeeded) as asked:
        look(check_of(), {"altcha": [given]}, always=True)

    assert asked.value.failed


def test_a_proof_of_another_event_or_secret_or_time_or_without_work_is_refused():
    human = check_of()
    long_ago = proof(human, now=1_000_000)
    given = [proof(human, 13), proof(check_of(secret="another")), long_ago, spoilt(proof(human))]

    for each in given:
        with pytest.raises(CheckNeeded):
            look(human, {"altcha": [each]}, always=True)


def test_a_bad_proof_is_no_harm_where_none_is_asked_for():
    assert look(check_of(), {"altcha": ["x"]}) == look(check_of())


@pytest.mark.parametrize("typed", ["11", " 11 ", "\uff11\uff11", "11."])
def test_the_answer_to_the_question_lets_pass(typed: str):
    human = check_of()
    words, token = human.question(EVENT, "en", NOON)

    sending = look(human, {"question": [token], "sum": [typed]}, always=True)

    assert words == "What is eighteen minus 7?"
    assert sending.signs == "unopened summed"
    assert sending.proof == f"q{token.split('.')[1]}"
    assert sending.until == NOON + GOOD_FOR


@pytest.mark.parametrize("typed", ["", "12", "eleven", "-11", "1111", "²"])
def test_another_answer_does_not(typed: str):
    human = check_of()
    token = human.question(EVENT, "en", NOON)[1]

    with pytest.raises(CheckNeeded) as asked:
        look(human, {"question": [token], "sum": [typed]}, always=True)

    assert asked.value.failed


def test_a_question_is_good_for_its_event_and_for_a_while():
    human = check_of()
    token = human.question(EVENT, "es", NOON)[1]
    given = {"question": [token], "sum": ["11"]}

    for changes in ({"event_id": 13}, {"now": NOON + GOOD_FOR}):
        with pytest.raises(CheckNeeded):
            look(human, given, always=True, **changes)
    with pytest.raises(CheckNeeded):
        look(human, {"sum": ["11"]}, always=True)


@pytest.mark.parametrize(
    ("headers", "bare"),
    [
        ({}, True),
        ({b"accept-language": b"en"}, True),
        ({b"origin": b"x"}, True),
        ({b"accept-language": b"en", b"origin": b"x"}, False),
        ({b"accept-language": b"en", b"sec-fetch-site": b"same-origin"}, False),
    ],
)
def test_every_browser_says_its_languages_and_from_where_it_sends(headers: dict[bytes, bytes], bare: bool):
    assert is_bare(headers) is bare
