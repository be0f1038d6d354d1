from collections import Counter

import pytest

from turnout.rehearse.bots import DISPOSABLE, MOBILE, Kind, among
from turnout.rehearse.crowd import Behaviour, Fan, crowd
from turnout.rehearse.sums import answered
from turnout.rules.email_address import key_of
from turnout.rules.suspicion import mailbox_of


def people(fans: int = 1500, share: float = 0.3) -> list[Fan]:
    return among(crowd(7, fans, rate=50, herds=False), 7, share)


def of(kind: Kind) -> list[Fan]:
    return [fan for fan in people() if fan.kind == kind and fan.behaviour != Behaviour.LEAVES]


def test_a_share_of_them_are_bots_of_every_kind():
    kinds = Counter(fan.kind for fan in people())

    assert set(kinds) == set(Kind)
    assert 0.26 < 1 - kinds[Kind.PERSON] / 1500 < 0.34


def test_the_same_seed_is_the_same_crowd():
    assert people() == people()


def test_one_address_is_one_kind():
    kinds: dict[str, str] = {}

    assert all(kinds.setdefault(key_of(fan.email), fan.kind) == fan.kind for fan in people())


def test_bots_do_what_their_label_says():
    assert all(fan.email.endswith(DISPOSABLE) for fan in of(Kind.DISPOSABLE))
    assert len({mailbox_of(key_of(fan.email)).replace(".", "") for fan in of(Kind.VARIANTS)}) <= 3
    assert len({(fan.dice, fan.postcode, fan.party) for fan in of(Kind.IDENTICAL)}) <= 3
    assert len({fan.address.split("::")[0] for fan in of(Kind.ONE_NETWORK)}) <= 3
    assert not any(fan.submission for fan in of(Kind.SCRIPT))


def test_people_are_as_people_are():
    found = of(Kind.PERSON)

    assert any(not fan.submission for fan in found)
    assert any("+" in fan.email for fan in found)
    assert sum(fan.address == MOBILE for fan in found) > 50
    assert not any(fan.behaviour == Behaviour.BOT for fan in found)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("What is eighteen minus 7?", "11"),
        ("¿Cuánto es 18 más siete?", "25"),
        ("十八减7等于多少？", "11"),
        ("What is eighteen?", ""),
    ],
)
def test_a_person_reads_the_question(question: str, answer: str):
    assert answered(question) == answer
