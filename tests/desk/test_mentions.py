"""The desk's queue of pages elsewhere that link here."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.factories import event_of, mention_of, organisation_of, post_of, published, user_of
from tests.interest.page import text_of
from turnout.accounts.models import Organisation, Role
from turnout.newsroom.models import BlockedSite, Mention

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 30, 12, tzinfo=UTC)
State = Mention.State


def desk(organisation: Organisation, role: str = Role.EDITOR) -> Client:
    client = Client()
    client.force_login(user_of(organisation, role=role))
    return client


def address(organisation: Organisation, tail: str = "") -> str:
    return f"/desk/{organisation.slug}/news/mentions/{tail}"


def decide(client: Client, mention: Mention, what: str, **fields: str) -> Any:
    return client.post(address(mention.organisation, f"{mention.pk}/{what}/"), fields, follow=True)


def test_nothing_yet_is_said_in_words():
    host = organisation_of()

    assert "Nobody has told us of a mention yet" in text_of(desk(host).get(address(host)))


def test_what_waits_is_listed_with_what_it_says_and_links_to():
    post = post_of(published_at=NOON)
    mention_of(post)
    event = published(event_of(post.organisation))
    mention_of(event, site="", author="", has_changed=True)

    text = text_of(desk(post.organisation, Role.REVIEWER).get(address(post.organisation)))

    assert "Links to the post “Nimbus comes to New York”" in text
    assert "Links to the event “Nimbus Fan Day”" in text
    assert "It says something else than when you approved it" in text
    assert "tech.example.org · Tech Weekly · Kim Lee" in text


@pytest.mark.parametrize("mentions", [1, 3])
def test_list_costs_the_same_however_many(mentions: int, django_assert_num_queries):
    post = post_of(published_at=NOON)
    client = desk(post.organisation)
    for _ in range(mentions):
        mention_of(post)
    client.get(address(post.organisation))

    with django_assert_num_queries(6):
        client.get(address(post.organisation))


@pytest.mark.parametrize(
    ("what", "state", "said"),
    [
        ("approve", State.SHOWN, "Readers see “Nimbus invites its fans” now."),
        ("refuse", State.REFUSED, "“Nimbus invites its fans” is not shown."),
        ("block", State.REFUSED, "1 mention of tech.example.org is not shown"),
    ],
)
def test_decisions_are_said_and_can_be_taken_back(what: str, state: str, said: str):
    mention = mention_of(post_of(published_at=NOON))
    client = desk(mention.organisation)

    answer = decide(client, mention, what)

    assert said in text_of(answer)
    assert Mention.objects.get().state == state
    assert BlockedSite.objects.exists() is (what == "block")

    pile = "shown" if state == State.SHOWN else "refused"
    answer = decide(client, mention, "undo", state=pile)
    assert answer.redirect_chain == [(f"{address(mention.organisation)}?state={pile}", 302)]
    assert "is back in the queue" in text_of(answer)
    assert Mention.objects.get().state == State.HELD


@pytest.mark.parametrize(
    ("pile", "empty"),
    [("", "Nothing to look at"), ("shown", "None is shown"), ("refused", "None was turned down")],
)
def test_each_pile_shows_its_own(pile: str, empty: str):
    post = post_of(published_at=NOON)
    client = desk(post.organisation)
    for state in (State.HELD, State.SHOWN, State.REFUSED, State.GONE):
        mention_of(post, state=state, title=f"It is {state}")

    text = text_of(client.get(address(post.organisation), {"state": pile}))
    expected = {"": ["held"], "shown": ["shown"], "refused": ["refused", "gone"]}[pile]
    assert [each for each in State.values if f"It is {each}" in text] == sorted(
        expected, key=State.values.index
    )

    Mention.objects.filter(state__in=expected).delete()
    assert empty in text_of(client.get(address(post.organisation), {"state": pile}))


def test_long_lists_have_pages(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("turnout.desk.mentions.ON_A_PAGE", 1)
    post = post_of(published_at=NOON)
    mention_of(post, title="First")
    mention_of(post, title="Second")
    client = desk(post.organisation)

    first = client.get(address(post.organisation))
    second = client.get(address(post.organisation), {"state": "", "page": "2"})

    assert ("Second" in text_of(first), "First" in text_of(first)) == (True, False)
    assert "First" in text_of(second)


def test_another_organisations_mention_cannot_be_decided():
    mine, theirs = organisation_of(), mention_of(post_of(published_at=NOON))

    answer = desk(mine).post(address(mine, f"{theirs.pk}/approve/"))

    assert answer.status_code == 404
    assert Mention.objects.get().state == State.HELD


def test_unknown_decision_is_not_found():
    mention = mention_of(post_of(published_at=NOON))

    assert (
        desk(mention.organisation).post(address(mention.organisation, f"{mention.pk}/burn/")).status_code
        == 404
    )
