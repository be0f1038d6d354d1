import base64
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

import pytest
from django.db.models import F
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.factories import event_of, interest_of, published
from turnout.events.models import Event, Stage
from turnout.interest.listing import (
    SORTS,
    Narrowing,
    Page,
    WrongPlace,
    in_batches,
    known_size,
    narrowed,
    page_of,
)
from turnout.interest.models import Interest
from turnout.interest.queries import counts_of, totals
from turnout.interest.tallies import Sums

pytestmark = pytest.mark.django_db


def emails(event: Event, **to: Any) -> set[str]:
    return {interest.email for interest in narrowed(event.pk, Narrowing(**to))}


@pytest.fixture
def answered() -> Event:
    """Three answers that differ in everything, and one of another event."""
    event = event_of(stage=Stage.GAUGING, channels=["Reddit"], options=[{"place": "Oslo"}, {"place": "Rome"}])
    oslo, rome = event.open_options()
    reddit = event.open_channels()[0].code
    interest_of(
        event, email="ana@example.org", name="Ana Ruiz", likelihood="maybe", party=1, country="ES",
        postcode="28001", options=(oslo.pk,), via=reddit, at=datetime(2026, 11, 1, 12, tzinfo=UTC),
    )  # fmt: skip
    interest_of(
        event, email="ben@example.org", name="Ben Öz", likelihood="probably", party=2, country="US",
        postcode="10001", options=(oslo.pk, rome.pk), at=datetime(2026, 11, 2, 12, tzinfo=UTC),
    )  # fmt: skip
    interest_of(
        event, email="cem@example.com", name="Cem O'Neill", likelihood="maybe", party=4, country="",
        postcode="", options=(rome.pk,), at=datetime(2026, 11, 3, 12, tzinfo=UTC),
    )  # fmt: skip
    interest_of(published(), email="ana@example.org", name="Ana Ruiz")
    Interest.objects.filter(email="ben@example.org").update(verified_at=datetime(2026, 11, 3, tzinfo=UTC))
    return event


ANA, BEN, CEM = "ana@example.org", "ben@example.org", "cem@example.com"


@pytest.mark.parametrize(
    ("to", "found"),
    [
        ({}, {ANA, BEN, CEM}),
        ({"search": "ana"}, {ANA}),
        ({"search": "EXAMPLE.ORG"}, {ANA, BEN}),
        ({"search": "ruiz ana"}, {ANA}),
        ({"search": "ruiz ben"}, set()),
        ({"search": "ana@example.org"}, {ANA}),
        ({"search": "a@example.org"}, {ANA}),
        ({"search": "öz"}, {BEN}),
        ({"search": "ÖZ"}, {BEN}),
        ({"search": "1000"}, {BEN}),
        ({"search": "o'ne"}, {CEM}),
        ({"search": "%"}, set()),
        ({"search": "_"}, set()),
        ({"likelihood": "maybe"}, {ANA, CEM}),
        ({"verified": True}, {BEN}),
        ({"verified": False}, {ANA, CEM}),
        ({"via": ""}, {BEN, CEM}),
        ({"country": ""}, {CEM}),
        ({"country": "ES"}, {ANA}),
        ({"party": 2}, {BEN, CEM}),
        ({"since": datetime(2026, 11, 2, tzinfo=UTC)}, {BEN, CEM}),
        ({"until": datetime(2026, 11, 2, 12, tzinfo=UTC)}, {ANA}),
        ({"likelihood": "maybe", "party": 2}, {CEM}),
    ],
)
def test_each_part_narrows(answered: Event, to: dict[str, Any], found: set[str]) -> None:
    assert emails(answered, **to) == found


def test_an_option_is_found_among_several(answered: Event) -> None:
    oslo, rome = answered.open_options()

    assert emails(answered, option=oslo.pk) == {ANA, BEN}
    assert emails(answered, option=rome.pk) == {BEN, CEM}
    assert emails(answered, option=oslo.pk * 10 + rome.pk) == set()


def test_a_channel_is_found_by_its_code(answered: Event) -> None:
    assert emails(answered, via=answered.open_channels()[0].code) == {ANA}


def test_the_size_is_known_where_a_counter_has_it(answered: Event) -> None:
    counts = counts_of(answered.pk)

    assert known_size(counts, Narrowing()) == 3
    assert known_size(counts, Narrowing(likelihood="maybe")) == 2
    assert known_size(counts, Narrowing(country="FR")) == 0
    assert known_size(counts, Narrowing(option=answered.open_options()[0].pk, verified=False)) == 2
    assert known_size(counts, Narrowing(likelihood="maybe", country="ES")) is None
    assert known_size(counts, Narrowing(search="ana")) is None


def test_totals_are_of_each_event(answered: Event) -> None:
    nobody = published()

    assert totals([answered.pk, nobody.pk]) == {answered.pk: Sums(answers=3, seats=7, verified=0)}


def test_batches_hold_everybody_once_by_arrival() -> None:
    event = published()
    for number in range(7):
        interest_of(event, email=f"fan{number}@example.org")

    batches = list(in_batches(narrowed(event.pk, Narrowing()), "email", size=3))

    assert [len(batch) for batch in batches] == [3, 3, 1]
    assert [email for batch in batches for _, email in batch] == [f"fan{n}@example.org" for n in range(7)]


def written(place: str) -> str:
    return base64.urlsafe_b64encode(place.encode()).decode()


@pytest.mark.parametrize(
    "place", [written(place) for place in ("null", "1", "[" * 9_000, r'["\ud800", 1]', r'["a\u0000", 1]')]
)
def test_a_place_that_nobody_was_given_is_refused(place: str) -> None:
    with pytest.raises(WrongPlace):
        page_of(narrowed(1, Narrowing()), SORTS["name"], after=place)


@pytest.mark.parametrize("place", ["x", "%%%", "W10", "WzEsMl0=", "eyJhIjoxfQ", "WyJhIiwxXQ"])
def test_a_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(WrongPlace):
        page_of(
            narrowed(1, Narrowing()), SORTS["newest"] if place == "WyJhIiwxXQ" else SORTS["name"], after=place
        )


def all_pages(event: Event, sort: str, size: int) -> list[Page]:
    interests = narrowed(event.pk, Narrowing())
    pages = [page_of(interests, SORTS[sort], size=size)]
    while pages[-1].after:
        pages.append(page_of(interests, SORTS[sort], after=pages[-1].after, size=size))
    return pages


def rows(pages: list[Page]) -> list[int]:
    return [interest.pk for page in pages for interest in page.interests]


names = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=4)
people = st.lists(st.tuples(names, st.integers(1, 3)), max_size=12)


class Pages(TestCase):
    """Whatever the names and numbers, ties included."""

    @settings(max_examples=40, deadline=None)
    @given(people=people, sort=st.sampled_from(sorted(SORTS)), size=st.integers(1, 4))
    def test_pages_hold_everybody_once_in_order_forwards_and_backwards(
        self, people: list[tuple[str, int]], sort: str, size: int
    ) -> None:
        event = published()
        for name, party in people:
            interest_of(event, name=name, party=party)
        interests = narrowed(event.pk, Narrowing())

        pages = all_pages(event, sort, size)

        assert rows(pages) == list(self._sorted(event, sort))
        for before, page in pairwise(pages):
            back = page_of(interests, SORTS[sort], before=page.before, size=size)
            assert rows([back]) == rows([before])
        assert pages[0].before == ""

    @settings(max_examples=40, deadline=None)
    @given(
        people=st.lists(st.tuples(names, st.integers(1, 3)), min_size=3, max_size=10),
        later=people,
        sort=st.sampled_from(sorted(SORTS)),
    )
    def test_answers_that_come_in_between_pages_neither_repeat_nor_hide_a_row(
        self, people: list[tuple[str, int]], later: list[tuple[str, int]], sort: str
    ) -> None:
        event = published()
        for name, party in people:
            interest_of(event, name=name, party=party)
        known = set(Interest.objects.filter(event=event).values_list("pk", flat=True))
        interests = narrowed(event.pk, Narrowing())

        seen = page_of(interests, SORTS[sort], size=2)
        found = rows([seen])
        coming = list(later)
        while seen.after:
            if coming:
                name, party = coming.pop()
                interest_of(event, name=name, party=party)
            seen = page_of(interests, SORTS[sort], after=seen.after, size=2)
            found += rows([seen])

        assert len(found) == len(set(found))
        assert known <= set(found)

    def _sorted(self, event: Event, sort: str) -> Any:
        key = SORTS[sort]
        found = Interest.objects.filter(event=event).annotate(key=key.key)
        order = ("-key", "-pk") if key.descending else (F("key"), "pk")
        return found.order_by(*order).values_list("pk", flat=True)
