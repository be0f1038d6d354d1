"""The newsroom's list at the desk, and how a post begins."""

from typing import Any

import pytest
from django.test import Client

from tests.factories import WRITTEN_AT, event_of, organisation_of, post_of, user_of
from tests.interest.page import text_of
from turnout.accounts.models import Organisation, Role
from turnout.newsroom.models import Post

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, Role.EDITOR, email="ada@example.org", name="Ada"))
    return client


def at(organisation: Organisation, rest: str = "") -> str:
    return f"/desk/{organisation.slug}/news/{rest}"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_many_it_shows(
    desk: Client, organisation: Organisation, count: int, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        post_of(organisation)
    desk.get("/desk/")  # the first page of a session is noted

    with django_assert_num_queries(6):
        page = desk.get(at(organisation))

    assert page.content.decode().count("to-list__title") == count


def test_an_empty_newsroom_says_what_it_is_for(desk: Client, organisation: Organisation) -> None:
    post_of(organisation_of())

    page = desk.get(at(organisation))

    assert "Nothing written yet" in text_of(page)
    assert "Write a post" in text_of(page)


def test_posts_are_found_by_state_and_by_words_whatever_their_case(
    desk: Client, organisation: Organisation
) -> None:
    post_of(organisation, headline="ÑANDÚ day")
    post_of(organisation, headline="纽约见", published_at=WRITTEN_AT)

    def found(query: str) -> list[str]:
        text = text_of(desk.get(at(organisation, query)))
        return [headline for headline in ("ÑANDÚ day", "纽约见") if headline in text]

    assert found("") == ["ÑANDÚ day", "纽约见"]
    assert found("?state=published") == ["纽约见"]
    assert found("?q=ñandú+DAY") == ["ÑANDÚ day"]
    assert found("?q=纽约") == ["纽约见"]
    assert found("?state=draft&q=纽约") == []
    assert found("?state=nonsense&page=99") == ["ÑANDÚ day", "纽约见"]


def test_many_posts_come_in_pages(desk: Client, organisation: Organisation) -> None:
    for _ in range(26):
        post_of(organisation)

    first, second = desk.get(at(organisation, "?q=nimbus")), desk.get(at(organisation, "?q=nimbus&page=2"))

    assert first.content.decode().count("to-list__title") == 25
    assert "?q=nimbus&amp;page=2" in first.content.decode()
    assert second.content.decode().count("to-list__title") == 1


def test_a_draft_begins_with_a_headline(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)

    answer = desk.post(
        at(organisation, "new/"), {"headline": "Fan Day", "language": "es", "event": str(event.pk)}
    )

    post = Post.objects.get()
    assert answer["Location"] == at(organisation, f"{post.pk}/edit/")
    assert (post.headline, post.language, post.author, post.slug) == ("Fan Day", "es", "Ada", "fan-day")
    assert list(post.events.all()) == [event]


@pytest.mark.parametrize(
    ("headline", "said"), [("", "Give the post a headline."), ("\u200d", "This is needed.")]
)
def test_without_a_headline_nothing_begins(
    desk: Client, organisation: Organisation, headline: str, said: str
) -> None:
    answer = desk.post(at(organisation, "new/"), {"headline": headline, "language": "en"})

    assert answer.status_code == 422
    assert said in text_of(answer)
    assert not Post.objects.exists()


def test_a_reviewer_reads_and_does_not_write(client: Client, organisation: Organisation) -> None:
    post = post_of(organisation)
    client.force_login(user_of(organisation, Role.REVIEWER))

    page = client.get(at(organisation))

    assert "Write a post" not in text_of(page)
    assert client.get(at(organisation, f"{post.pk}/")).status_code == 200
    assert client.get(at(organisation, f"{post.pk}/edit/")).status_code == 403
    assert client.post(at(organisation, f"{post.pk}/publish/")).status_code == 403


def test_another_organisations_post_is_not_there(desk: Client, organisation: Organisation) -> None:
    theirs = post_of(organisation_of())

    assert desk.get(at(organisation, f"{theirs.pk}/")).status_code == 404
