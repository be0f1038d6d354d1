import json
from hashlib import sha256
from random import Random
from typing import Any

import pytest
import rfc8785

from tests.rules.draws import (
    CLOSED,
    LEAD,
    LOTTO,
    NEAR,
    PICK,
    ROUND,
    SIGNATURE,
    altered,
    entries_of,
    frozen_of,
    random_case,
    record_bytes,
)
from turnout.rules.announced import Source
from turnout.rules.draw_check import Untrue, check_record
from turnout.rules.draw_reading import Unreadable, read_record
from turnout.rules.draw_record import Numbers, Proof, Round, canonical

NUMBERS = Numbers(CLOSED + LEAD, (LOTTO, PICK))
TEXT = "4.11.23.34.45.51./7.0.7.1./"
ALL = ["commitment", "named", "randomness", "seed", "order", "places"]
DRAWN = record_bytes(frozen_of(entries_of(1, 2, 3, 1), quotas=[NEAR]), Proof(signature=SIGNATURE))
BY_NUMBERS = record_bytes(
    frozen_of(entries_of(1, 2, 3, 1), quotas=[NEAR], randomness=NUMBERS), Proof(text=TEXT)
)


def test_the_frozen_part_is_canonical_whatever_it_holds():
    chance = Random(1)
    for _ in range(200):
        frozen, _proof = random_case(chance)

        written = canonical(frozen)

        assert written == rfc8785.dumps(json.loads(written))


def test_a_true_record_is_found_true_step_by_step():
    record = read_record(DRAWN)

    assert check_record(record) == ALL
    assert record.published == CLOSED + 5
    assert record.commitment == sha256(record.canonical).hexdigest()


def test_a_draw_by_numbers_is_found_true():
    assert check_record(read_record(BY_NUMBERS)) == ALL


def test_a_draw_that_waits_is_true_as_far_as_it_goes():
    waiting = record_bytes(frozen_of(entries_of(1, 1)))

    assert check_record(read_record(waiting)) == ["commitment", "named"]


def test_a_million_years_of_white_space_and_another_order_of_keys_change_nothing():
    whole = json.loads(DRAWN)

    again = json.dumps(dict(reversed(whole.items())), indent=4).encode()

    assert check_record(read_record(again)) == ALL


def _first(record: bytes) -> Any:
    return json.loads(record)["result"]["order"]


UNTRUE: dict[str, tuple[bytes, list[Any], Any, str]] = {
    "another party": (BY_NUMBERS, ["frozen", "entries", 0, "party"], 4, "commitment"),
    "another weight": (BY_NUMBERS, ["frozen", "entries", 0, "weight"], 10, "commitment"),
    "more seats": (BY_NUMBERS, ["frozen", "seats"], 5, "commitment"),
    "another rule": (BY_NUMBERS, ["frozen", "rule"], "Friends first.", "commitment"),
    "an entry less": (
        BY_NUMBERS,
        ["frozen", "entries"],
        json.loads(BY_NUMBERS)["frozen"]["entries"][1:],
        "commitment",
    ),
    "another value": (BY_NUMBERS, ["randomness", "value"], "00" * 32, "value"),
    "another seed": (BY_NUMBERS, ["result", "seed"], "00" * 32, "seed"),
    "another order": (BY_NUMBERS, ["result", "order"], _first(BY_NUMBERS)[::-1], "order"),
    "an order that ends early": (BY_NUMBERS, ["result", "order"], _first(BY_NUMBERS)[:2], "order"),
    "places for nobody": (BY_NUMBERS, ["result", "places"], [], "places"),
    "a place for another quota": (BY_NUMBERS, ["result", "places", 0, "quota"], "near", "places"),
    "no randomness": (BY_NUMBERS, ["randomness"], None, "no randomness"),
    "a signature of the network for no round": (
        DRAWN,
        ["randomness", "signature"],
        SIGNATURE.replace("b7", "97"),
        "signature",
    ),
    "numbers that are not the announced ones": (
        BY_NUMBERS,
        ["randomness", "text"],
        "4.11.23.34.45.60./7.0.7.1./",
        "text",
    ),
}


@pytest.mark.parametrize("case", UNTRUE)
def test_what_was_altered_is_found(case: str):
    record, way, value, what = UNTRUE[case]

    with pytest.raises(Untrue) as refusal:
        check_record(read_record(altered(record, *way, to=value)))

    assert refusal.value.what == what


def test_an_altered_order_is_told_with_its_first_wrong_rank():
    order = _first(BY_NUMBERS)

    with pytest.raises(Untrue) as refusal:
        check_record(read_record(altered(BY_NUMBERS, "result", "order", to=[*order[:2], order[3], order[2]])))

    assert refusal.value.facts == {"rank": 3, "said": order[3], "computed": order[2]}


@pytest.mark.parametrize(
    ("named", "what"),
    [
        (Round(ROUND + 1, LEAD), "round"),
        (Round(ROUND - 1, LEAD), "round"),
        (Round(ROUND, 599), "too soon"),
        (Numbers(CLOSED + 599, (LOTTO,)), "too soon"),
        (Numbers(CLOSED + LEAD, (PICK,)), "too few outcomes"),
    ],
)
def test_randomness_that_was_chosen_late_or_by_hand_is_found(named: Round | Numbers, what: str):
    committed = record_bytes(frozen_of(entries_of(1), randomness=named))

    with pytest.raises(Untrue) as refusal:
        check_record(read_record(committed))

    assert refusal.value.what == what


def _two(code: str) -> list[dict[str, Any]]:
    return [{"code": code, "party": 1, "quota": "", "weight": 1} for _ in range(2)]


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "no object": (b"[]", "object"),
    "nothing": (b"", "json"),
    "half of it": (DRAWN[: len(DRAWN) // 2], "json"),
    "no UTF-8": (b'{"format": "\xff"}', "json"),
    "a very deep one": (b'{"format":' + b"[" * 200_000, "json"),
    "a very long number": (b'{"format":' + b"9" * 5_000 + b"}", "json"),
    "no number": (b'{"format": NaN}', "json"),
    "a key twice": (b'{"format": 1, "format": 2}', "twice"),
    "another format": (altered(DRAWN, "format", to="2"), "format"),
    "another algorithm": (altered(DRAWN, "frozen", "algorithm", to="x"), "algorithm"),
    "a key more": (altered(DRAWN, "frozen", "note", to="x"), "keys"),
    "no entries": (altered(DRAWN, "frozen", "entries", to={}), "list"),
    "a party of a half": (altered(DRAWN, "frozen", "entries", 0, "party", to=1.5), "entry"),
    "a party of yes": (altered(DRAWN, "frozen", "entries", 0, "party", to=True), "entry"),
    "a party of nobody": (altered(DRAWN, "frozen", "entries", 0, "party", to=0), "entry"),
    "a weight of eleven": (altered(DRAWN, "frozen", "entries", 0, "weight", to=11), "entry"),
    "an unknown quota": (altered(DRAWN, "frozen", "entries", 0, "quota", to="far"), "entry"),
    "a quota that is no text": (altered(DRAWN, "frozen", "entries", 0, "quota", to=[]), "entry"),
    "an entry that is none": (altered(DRAWN, "frozen", "entries", 0, to=7), "entry"),
    "a code of another kind": (altered(DRAWN, "frozen", "entries", 0, "code", to="ada"), "entry"),
    "a code that is no text": (altered(DRAWN, "frozen", "entries", 0, "code", to=7), "entry"),
    "a code twice": (altered(DRAWN, "frozen", "entries", to=_two("00000-00001")), "order"),
    "seats below nothing": (altered(DRAWN, "frozen", "seats", to=-1), "number"),
    "more quota seats than seats": (altered(DRAWN, "frozen", "quotas", 0, "seats", to=5), "quota seats"),
    "a quota without a code": (altered(DRAWN, "frozen", "quotas", 0, "code", to=""), "quotas"),
    "half a letter": (altered(DRAWN, "frozen", "event", to="\ud800"), "text"),
    "a text without end": (altered(DRAWN, "frozen", "rule", to="x" * 2_001), "text"),
    "a commitment in capitals": (altered(DRAWN, "commitment", to="AB" * 32), "hexadecimal"),
    "another chain": (altered(DRAWN, "frozen", "randomness", "chain", to="00"), "chain"),
    "another kind": (altered(DRAWN, "frozen", "randomness", "kind", to="dice"), "kind"),
    "no sources": (altered(BY_NUMBERS, "frozen", "randomness", "sources", to=[]), "sources"),
    "a source of maybe": (
        altered(BY_NUMBERS, "frozen", "randomness", "sources", 0, "rising", to=1),
        "sources",
    ),
    "a place that is none": (altered(DRAWN, "result", "places", 0, to="A"), "place"),
    "a rank that is none": (altered(DRAWN, "result", "order", 0, to=1), "code"),
}


@pytest.mark.parametrize("case", UNREADABLE)
def test_what_is_no_record_is_said_to_be_none(case: str):
    data, what = UNREADABLE[case]

    with pytest.raises(Unreadable) as refusal:
        read_record(data)

    assert refusal.value.what == what


def test_a_file_of_an_absurd_size_is_not_read():
    with pytest.raises(Unreadable) as refusal:
        read_record(b" " * 16, most=15)

    assert refusal.value.what == "size"


def test_a_source_may_have_few_outcomes_if_all_together_have_many():
    few = Source("Pick 3", 3, 0, 9, rising=False)

    committed = record_bytes(frozen_of(entries_of(1), randomness=Numbers(CLOSED + LEAD, (few, LOTTO))))

    assert check_record(read_record(committed)) == ["commitment", "named"]
