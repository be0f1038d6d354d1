"""Halls, their costs, and links that expire."""

import base64
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.test import override_settings

from tests.factories import ACTOR, event_of, venue_of
from turnout.events.refusals import TooMany, Unfit
from turnout.forecasts.add_venue import add_venue
from turnout.forecasts.bring_back_venue import bring_back_venue
from turnout.forecasts.change_venue import change_venue
from turnout.forecasts.deciding import HallCosts, OutlookLink, Venue
from turnout.forecasts.make_link import MOST_OPEN, make_link
from turnout.forecasts.outlook_link import LENGTH, LinkOver, open_link, token_of
from turnout.forecasts.remove_venue import remove_venue
from turnout.forecasts.revoke_link import revoke_link
from turnout.forecasts.set_costs import set_costs
from turnout.forecasts.venue_fields import MOST, VenueFields
from turnout.journal.models import Entry

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


def said() -> list[tuple[str, str]]:
    entries = Entry.objects.filter(noun__in=["venue", "costs", "outlook"]).order_by("id")
    return list(entries.values_list("verb", "noun"))


def loft(name: str = "Loft") -> VenueFields:
    return VenueFields(name=name, place="", capacity=120, price=Decimal(600))


def test_a_hall_is_added_changed_removed_and_brought_back():
    venue = venue_of(event_of())

    change_venue(venue, ACTOR, loft())
    change_venue(Venue.objects.get(), ACTOR, loft())
    remove_venue(venue, ACTOR, NOW)
    remove_venue(venue, ACTOR, NOW + timedelta(days=1))
    removed = Venue.objects.get().removed_at
    bring_back_venue(venue, ACTOR)
    bring_back_venue(venue, ACTOR)

    stands = Venue.objects.get()
    assert (stands.name, stands.capacity, stands.price) == ("Loft", 120, Decimal(600))
    assert stands.removed_at is None
    assert removed == NOW
    assert said() == [("add", "venue"), ("change", "venue"), ("remove", "venue"), ("bring_back", "venue")]


def test_a_hall_needs_a_name_and_there_is_an_end_to_them():
    event = event_of()
    Venue.objects.bulk_create(
        Venue(event=event, name=str(number), capacity=1, price=1) for number in range(MOST)
    )

    with pytest.raises(Unfit):
        add_venue(event, ACTOR, loft(name=" "))
    with pytest.raises(TooMany):
        add_venue(event, ACTOR, loft())

    assert event.venues.count() == MOST


def test_costs_are_set_once_and_then_changed():
    event = event_of()

    set_costs(event, ACTOR, Decimal(10), Decimal(90), 5, "USD")
    set_costs(event, ACTOR, Decimal(20), Decimal(40), 10, "EUR")

    costs = HallCosts.objects.get()
    assert (costs.empty, costs.away, costs.risk, costs.currency) == (Decimal(20), Decimal(40), 10, "EUR")
    assert said() == [("set", "costs")] * 2


def test_a_link_opens_until_it_expires():
    link = make_link(event_of(), ACTOR, "Brick Hall", 14, NOW)
    token = token_of(link)

    assert len(token) == LENGTH
    assert open_link(token, NOW + timedelta(days=13, hours=23)) == link
    with pytest.raises(LinkOver):
        open_link(token, NOW + timedelta(days=14))


def test_a_revoked_link_opens_nothing_and_stays_revoked():
    link = make_link(event_of(), ACTOR, "Brick Hall", 14, NOW)

    revoke_link(link, ACTOR, NOW)
    revoke_link(link, ACTOR, NOW + timedelta(hours=1))

    with pytest.raises(LinkOver):
        open_link(token_of(link), NOW)
    assert OutlookLink.objects.get().revoked_at == NOW
    assert said() == [("make", "outlook"), ("revoke", "outlook")]


def test_no_bit_of_a_token_can_be_changed():
    token = token_of(make_link(event_of(), ACTOR, "Brick Hall", 14, NOW))
    plain = base64.urlsafe_b64decode(token)

    for place in range(len(plain)):
        flipped = plain[:place] + bytes([plain[place] ^ 1]) + plain[place + 1 :]
        with pytest.raises(LinkOver):
            open_link(base64.urlsafe_b64encode(flipped).decode(), NOW)
    for wrong in ("", "nonsense", token[:-1], f"{token}A", "é" * LENGTH, "!" * LENGTH):
        with pytest.raises(LinkOver):
            open_link(wrong, NOW)


def test_a_link_outlives_a_change_of_the_key_and_no_other_key_makes_one():
    link = make_link(event_of(), ACTOR, "Brick Hall", 14, NOW)
    with override_settings(SECRET_KEY="old"):
        old = token_of(link)

    with override_settings(SECRET_KEY="new", SECRET_KEY_FALLBACKS=["old"]):
        assert open_link(old, NOW) == link
    with override_settings(SECRET_KEY="new"), pytest.raises(LinkOver):
        open_link(old, NOW)


def test_a_link_of_a_row_that_is_gone_opens_nothing():
    link = make_link(event_of(), ACTOR, "Brick Hall", 14, NOW)
    token = token_of(link)
    link.delete()

    with pytest.raises(LinkOver):
        open_link(token, NOW)


def test_there_is_an_end_to_open_links_and_ended_ones_do_not_count():
    event = event_of()
    for number in range(MOST_OPEN):
        link = make_link(event, ACTOR, str(number), 7, NOW)

    with pytest.raises(TooMany) as refusal:
        make_link(event, ACTOR, "one more", 7, NOW)
    revoke_link(link, ACTOR, NOW)

    assert refusal.value.most == MOST_OPEN
    assert make_link(event, ACTOR, "one more", 7, NOW).is_open(NOW)
