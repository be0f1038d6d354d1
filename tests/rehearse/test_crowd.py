from collections import Counter
from ipaddress import ip_address, ip_network

import pytest

from turnout.rehearse.crowd import Behaviour, Fan, crowd
from turnout.rules.email_address import key_of

DOCUMENTATION = [
    ip_network(text) for text in ("2001:db8::/32", "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24")
]
CHANNELS = [("nyc-reddit", "reddit"), ("film", "youtube")]


@pytest.fixture(scope="module")
def people() -> list[Fan]:
    return crowd(7, 2000, rate=20, spike=True, channels=CHANNELS)


def test_the_same_seed_makes_the_same_crowd_and_another_seed_another() -> None:
    again = crowd(7, 50, rate=20, channels=CHANNELS)
    other = crowd(8, 50, rate=20, channels=CHANNELS)

    assert again == crowd(7, 50, rate=20, channels=CHANNELS)
    assert {fan.email for fan in again}.isdisjoint({fan.email for fan in other})


def test_a_smaller_crowd_is_the_beginning_of_a_larger_one() -> None:
    assert crowd(7, 30, rate=20) == crowd(7, 90, rate=20)[:30]


def test_nobody_real_is_meant(people: list[Fan]) -> None:
    domains = {key_of(fan.email).rpartition("@")[2] for fan in people}
    networks = {next(net for net in DOCUMENTATION if ip_address(fan.address) in net) for fan in people}

    assert domains == {"example.org", "example.com", "example.net"}
    assert networks == set(DOCUMENTATION)


@pytest.mark.parametrize(
    ("first", "last"),
    [(0xC0, 0x17F), (0x4E00, 0x9FFF), (0x621, 0x64A), (0x400, 0x4FF), (0x905, 0x939), (0xAC00, 0xD7A3)],
    ids=["Latin with accents", "Chinese", "Arabic", "Cyrillic", "Devanagari", "Hangul"],
)
def test_names_come_in_several_scripts(people: list[Fan], first: int, last: int) -> None:
    assert sum(any(first <= ord(letter) <= last for letter in fan.name) for fan in people) >= 40


def test_some_leave_mistype_press_twice_come_back_or_are_bots(people: list[Fan]) -> None:
    behaviours = Counter(fan.behaviour for fan in people)

    assert set(behaviours) == set(Behaviour)
    assert behaviours[Behaviour.ANSWERS] > 1400
    assert min(behaviours.values()) >= 40


def test_those_who_come_back_answer_under_an_address_of_somebody_earlier(people: list[Fan]) -> None:
    earlier: set[str] = set()
    strangers = []
    for fan in people:
        if fan.behaviour == Behaviour.COMES_BACK and key_of(fan.email) not in earlier:
            strangers.append(fan)
        earlier.add(key_of(fan.email))

    assert strangers == []


def test_everybody_else_has_an_address_and_a_submission_of_their_own(people: list[Fan]) -> None:
    others = [fan for fan in people if fan.behaviour != Behaviour.COMES_BACK]
    submissions = [fan.submission for fan in people if fan.submission]

    assert len({key_of(fan.email) for fan in others}) == len(others)
    assert len(set(submissions)) == len(submissions)


def test_a_herd_of_bots_shares_mailbox_network_and_postal_code(people: list[Fan]) -> None:
    herd = [fan for fan in people[:320] if fan.behaviour == Behaviour.BOT]

    assert len(herd) >= 3
    assert len({fan.email.partition("+")[0] for fan in herd}) == 1
    assert len({ip_network(f"{fan.address}/64", strict=False) for fan in herd}) == 1
    assert len({fan.postcode for fan in herd}) == 1


def test_arrivals_come_at_the_rate(people: list[Fan]) -> None:
    steady = crowd(7, 2000, rate=20)

    assert steady[-1].arrives == pytest.approx(100, rel=0.1)
    assert [fan.arrives for fan in steady] == sorted(fan.arrives for fan in steady)


def test_the_spike_is_four_times_as_fast_and_comes_from_reddit(people: list[Fan]) -> None:
    spike = people[800:1200]
    seconds = spike[-1].arrives - spike[0].arrives

    assert len(spike) / seconds == pytest.approx(80, rel=0.2)
    assert sum(fan.via == "nyc-reddit" for fan in spike) > 300
    assert sum(fan.via == "nyc-reddit" for fan in people[:400]) < 280


def test_without_channels_nobody_has_a_tracked_link() -> None:
    assert {fan.via for fan in crowd(7, 50, rate=20)} == {""}
