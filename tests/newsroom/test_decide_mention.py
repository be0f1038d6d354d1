"""A member decides what is shown of other sites."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.factories import ACTOR, event_of, mention_of, post_of, published
from turnout.events.models import Event
from turnout.journal.models import Entry
from turnout.newsroom.decide_mention import approve_mention, block_site, refuse_mention, undo_decision
from turnout.newsroom.mentions_shown import Shown, mentions_shown
from turnout.newsroom.models import BlockedSite, Mention, Post

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
State = Mention.State


def post() -> Post:
    return post_of(published_at=NOON)


def state_of(mention: Mention) -> str:
    return Mention.objects.get(pk=mention.pk).state


def test_approved_one_is_shown_with_its_site_and_author():
    found = post()
    mention = mention_of(found)

    approve_mention(mention, ACTOR, NOON)

    assert mentions_shown(found) == [
        Shown(mention.source, "Nimbus invites its fans", "Tech Weekly · Kim Lee")
    ]
    entry = Entry.objects.get(noun="mention")
    assert (entry.verb, entry.noun_id, entry.organisation_id) == (
        "approve",
        mention.pk,
        found.organisation_id,
    )


def test_site_without_a_name_is_named_by_its_host_and_an_author_of_that_name_once():
    found = post()
    mention_of(found, site="", author="", state=State.SHOWN)
    assert [each.by for each in mentions_shown(found)] == ["tech.example.org"]

    Mention.objects.update(site="Kim Lee", author="Kim Lee")
    assert [each.by for each in mentions_shown(found)] == ["Kim Lee"]


def test_said_twice_it_is_journalled_once():
    mention = mention_of(post())

    approve_mention(mention, ACTOR, NOON)
    approve_mention(mention, ACTOR, NOON)

    assert Entry.objects.filter(noun="mention").count() == 1


def test_refused_one_is_not_shown_and_can_be_taken_back():
    found = post()
    mention = mention_of(found, state=State.SHOWN)

    refuse_mention(mention, ACTOR, NOON)
    assert (state_of(mention), mentions_shown(found)) == (State.REFUSED, [])

    undo_decision(mention, ACTOR)
    assert state_of(mention) == State.HELD
    assert list(Entry.objects.order_by("pk").values_list("verb", flat=True)) == ["refuse", "undo"]


@pytest.mark.parametrize("state", [State.WAITING, State.GONE])
def test_what_is_not_there_to_look_at_is_not_decided(state: str):
    mention = mention_of(post(), state=state)

    approve_mention(mention, ACTOR, NOON)
    refuse_mention(mention, ACTOR, NOON)
    undo_decision(mention, ACTOR)

    assert state_of(mention) == state
    assert not Entry.objects.exists()


def test_blocked_site_loses_all_its_pages_at_this_organisation():
    found, elsewhere = post(), post()
    shown, held = mention_of(found, state=State.SHOWN), mention_of(found)
    waiting = mention_of(found, state=State.WAITING)
    other, theirs = mention_of(found, host="other.example.org"), mention_of(elsewhere)

    assert block_site(held, ACTOR, NOON) == 2

    assert [state_of(each) for each in (shown, held, other, theirs)] == ["refused", "refused", "held", "held"]
    assert not Mention.objects.filter(pk=waiting.pk).exists()
    assert mentions_shown(found) == []
    assert BlockedSite.objects.get().host == "tech.example.org"


def test_taking_a_block_back_lets_the_site_in_again():
    mention = mention_of(post())
    block_site(mention, ACTOR, NOON)

    undo_decision(mention, ACTOR)

    assert state_of(mention) == State.HELD
    assert not BlockedSite.objects.exists()


def test_mentions_of_an_event_stand_under_its_posts_once_and_the_latest_first():
    event = published(event_of())
    found, other = (
        post_of(event.organisation, published_at=NOON),
        post_of(event.organisation, published_at=NOON),
    )
    found.events.add(event)
    told: list[tuple[Post | Event, str]] = [(found, "a"), (event, "b"), (event, "a")]
    for minute, (target, source) in enumerate(told):
        at = NOON + timedelta(minutes=minute)
        mention_of(target, source=f"https://tech.example.org/{source}", state=State.SHOWN, decided_at=at)

    assert [each.address[-1] for each in mentions_shown(found)] == ["a", "b"]
    assert mentions_shown(other) == []


@pytest.mark.parametrize("mentions", [1, 3])
def test_what_is_shown_is_one_query(mentions: int, django_assert_num_queries):
    found = post()
    for _ in range(mentions):
        mention_of(found, state=State.SHOWN)

    with django_assert_num_queries(1):
        assert len(mentions_shown(found)) == mentions
