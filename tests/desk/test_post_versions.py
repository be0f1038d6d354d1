"""What a post said before, what changed, and bringing it back."""

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import organisation_of, post_of, user_of, written
from tests.interest.page import text_of
from turnout.accounts.models import Role, User
from turnout.newsroom.models import Post
from turnout.newsroom.publish_post import publish_post
from turnout.newsroom.save_post import save_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> User:
    return user_of(organisation_of(), Role.EDITOR, name="Ada")


@pytest.fixture
def desk(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture
def post(ada: User) -> Post:
    """Of two versions."""
    organisation = ada.memberships.get().organisation
    post = written(organisation, by=ada, text="The hall is small.", tags=["Halls"])
    return save_post(
        post,
        f"user:{ada.pk}",
        0,
        timezone.now(),
        text="The hall is large.",
        tags=[],
        shows_figures=True,
        read_more=[{"label": "More", "address": "https://example.org"}],
        translations={"es": {"text": "La sala es grande."}},
    )


def at(post: Post, rest: str = "") -> str:
    return f"/desk/{post.organisation.slug}/news/{post.pk}/versions/{rest}"


@pytest.mark.parametrize("more", [0, 2])
def test_the_list_costs_the_same_however_many_it_shows(
    desk: Client, post: Post, ada: User, more: int, django_assert_num_queries: Any
) -> None:
    for edition in range(more):
        post = save_post(post, f"user:{ada.pk}", 1 + edition, timezone.now(), text=f"Text {edition}")
    desk.get("/desk/")  # the first page of a session is noted

    with django_assert_num_queries(6):
        page = desk.get(at(post))

    assert page.content.decode().count("to-list__title") == 2 + more


def test_the_list_says_who_changed_what(desk: Client, post: Post) -> None:
    text = text_of(desk.get(at(post)))

    assert "Version 2 Ada · " in text
    assert "Text, Read more, Tags, Live figures, Translations" in text


def test_a_post_without_versions_has_an_empty_list(desk: Client, ada: User) -> None:
    post = post_of(ada.memberships.get().organisation)

    assert desk.get(at(post)).content.decode().count("to-list__title") == 0


def test_a_version_shows_the_words_that_it_changed(desk: Client, post: Post) -> None:
    page = desk.get(at(post, "2/")).content.decode()

    assert 'The hall is <del><span class="to-visually-hidden">removed: </span>small' in page
    assert '<ins><span class="to-visually-hidden">added: </span>large' in page
    assert "Halls</del>" in page
    assert "La sala es grande.</ins>" in page
    assert "More: https://example.org</ins>" in page
    assert "Bring this version back" not in page


def test_the_first_version_is_all_new_and_what_changed_since_is_shown(desk: Client, post: Post) -> None:
    first, since = desk.get(at(post, "1/")), desk.get(at(post, "1/?with=now"))

    assert "The first version: all of it is new." in text_of(first)
    assert "From version 1 to what is saved now." in text_of(since)
    assert "Nothing: it is what is saved now." in text_of(desk.get(at(post, "2/?with=now")))


def test_a_version_is_brought_back(desk: Client, post: Post) -> None:
    answer = desk.post(at(post, "1/restore/"), {"edition": "1"}, follow=True)

    assert "Version 1 is back." in text_of(answer)
    assert Post.objects.get().text == "The hall is small."
    assert [tag.name for tag in post.tags.all()] == ["Halls"]


def test_of_a_public_post_it_says_that_it_is_public_at_once(desk: Client, post: Post) -> None:
    publish_post(post, "user:1", timezone.now())

    assert "Bring this version back, public at once" in text_of(desk.get(at(post, "1/")))


def test_what_changed_meanwhile_is_not_overwritten(desk: Client, post: Post) -> None:
    answer = desk.post(at(post, "1/restore/"), {"edition": "0"}, follow=True)

    assert "Ada changed this post meanwhile." in text_of(answer)
    assert Post.objects.get().text == "The hall is large."


def test_a_version_that_is_not_there_is_not_found(desk: Client, post: Post) -> None:
    assert desk.get(at(post, "9/")).status_code == 404
    missing = desk.post(at(post, "9/restore/"), {"edition": "1"}, follow=True)
    assert "There is no such version any more." in text_of(missing)


def test_many_versions_are_cut(desk: Client, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("turnout.desk.post_versions.PAGE", 1)

    assert "Older versions are kept as well" in text_of(desk.get(at(post)))
