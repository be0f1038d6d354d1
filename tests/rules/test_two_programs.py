"""The draw is written twice: here for servers, in web/src/draw for browsers. They must agree."""

import json
import os
import subprocess
from pathlib import Path
from random import Random

from tests.blocking.engine import node
from tests.rules.draws import SIGNATURE, altered, entries_of, frozen_of, random_case, record_bytes
from turnout.rules.draw_check import Untrue, check_record
from turnout.rules.draw_reading import Unreadable, read_record
from turnout.rules.draw_record import Proof

CASES = int(os.environ.get("TURNOUT_TEST_DRAWS", "10000"))
ALL = "commitment named randomness seed order places"
STEP_OF = {
    "value": "randomness",
    "text": "randomness",
    "signature": "randomness",
    "no randomness": "randomness",
}


def test_both_come_to_the_same_result_for_ten_thousand_random_draws():
    chance = Random(7)
    records = [record_bytes(*random_case(chance)) for _ in range(CASES)]

    verdicts = in_the_browser_s_program(records)

    assert set(verdicts) == {ALL}
    assert len(verdicts) == CASES


def test_both_find_the_same_fault_in_what_was_altered():
    chance = Random(8)
    records = [_with_a_fault(record_bytes(*random_case(chance)), chance) for _ in range(400)]

    theirs = in_the_browser_s_program(records)

    ours = [_verdict(record) for record in records]
    assert [_kind(verdict) for verdict in theirs] == [_kind(verdict) for verdict in ours]
    assert {"unreadable", "not commitment", "not order", "not places", "not seed"} <= set(map(_kind, ours))


def test_both_know_a_round_of_the_beacon_and_one_that_is_none():
    true = record_bytes(frozen_of(entries_of(1, 2)), Proof(signature=SIGNATURE))
    other = altered(true, "randomness", "signature", to=SIGNATURE.replace("b7", "97"))

    assert in_the_browser_s_program([true, other]) == [ALL, "commitment named not randomness"]


def in_the_browser_s_program(records: list[bytes]) -> list[str]:
    command = [node(), str(Path(__file__).with_name("agree.mjs"))]
    lines = b"".join(record.strip() + b"\n" for record in records)
    said = subprocess.run(command, input=lines, stdout=subprocess.PIPE, check=True)
    return said.stdout.decode().splitlines()


def _with_a_fault(record: bytes, chance: Random) -> bytes:
    """One value of it, anywhere, is another of its kind."""
    whole = json.loads(record)
    way = chance.choice([each for each in _leaves(whole, ()) if each[0] not in {"published", "abandoned"}])
    value = whole
    for step in way:
        value = value[step]
    return altered(record, *way, to=_another(value, chance))


def _leaves(value: object, way: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    if isinstance(value, dict) and value:
        return [each for key in value for each in _leaves(value[key], (*way, key))]
    if isinstance(value, list) and value:
        return [each for at in range(len(value)) for each in _leaves(value[at], (*way, at))]
    return [way]


def _another(value: object, chance: Random) -> object:
    if isinstance(value, bool) or value is None or isinstance(value, (list, dict)):
        return "other"
    if isinstance(value, int):
        return value + 1
    text = str(value)
    at = chance.randrange(len(text)) if text else 0
    return text[:at] + ("0" if text[at : at + 1] != "0" else "1") + text[at + 1 :]


def _verdict(record: bytes) -> str:
    try:
        return " ".join(check_record(read_record(record)))
    except Unreadable:
        return "unreadable"
    except Untrue as refusal:
        return f"not {STEP_OF.get(refusal.what, refusal.what)}"


def _kind(verdict: str) -> str:
    if verdict.startswith("unreadable"):
        return "unreadable"
    return verdict[verdict.index("not ") :] if "not " in verdict else verdict
