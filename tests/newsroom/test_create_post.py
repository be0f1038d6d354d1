"""A post begins as a draft."""

from typing import Any

import pytest

from tests.factories import ACTOR, WRITTEN_AT, event_of, organisation_of, user_of, written
from turnout.events.refusals import Unfit
from turnout.journal.models import Entry
from turnout.newsroom.create_post import create_post
from turnout.newsroom.models import OldAddress, Post, Tag

pytestmark = pytest.mark.django_db


def test_it_is_a_draft_with_its_first_version_and_in_the_journal() -> None:
    author = user_of()
    organisation = organisation_of(language="es")
    event = event_of(organisation)

    post = create_post(
        organisation,
        f"user:{author.pk}",
        WRITTEN_AT,
        headline="  Nimbus  comes to New York ",
        tags=["Fans", "fans", "粉丝"],
        events=[event.pk],
    )

    assert (post.state, post.slug, post.language) == ("draft", "nimbus-comes-to-new-york", "es")
    assert post.headline == "Nimbus comes to New York"
    assert post.written_by == author
    assert sorted(post.tags.values_list("slug", flat=True)) == ["fans", "粉丝"]
    assert list(post.events.all()) == [event]
    version = post.versions.get()
    assert (version.number, version.at, version.actor) == (1, WRITTEN_AT, f"user:{author.pk}")
    assert version.fields["events"] == [event.pk]
    entry = Entry.objects.get(noun="post")
    assert (entry.verb, entry.noun_id, entry.organisation_id) == ("create", post.pk, organisation.pk)


@pytest.mark.parametrize(
    ("headline", "slugs"),
    [
        ("Fan Day", ["fan-day", "fan-day-2", "fan-day-3"]),
        ("Tags", ["tags-2", "tags-3", "tags-4"]),
    ],
)
def test_each_has_an_address_of_its_own(headline: str, slugs: list[str]) -> None:
    assert [written(headline=headline).slug for _ in range(3)] == slugs


def test_an_address_that_a_post_once_had_stays_its_own() -> None:
    OldAddress.objects.create(slug="fan-day", post=written(headline="Another"))

    assert written(headline="Fan Day").slug == "fan-day-2"
    with pytest.raises(Unfit) as refusal:
        written(slug="fan-day")
    assert [problem.code for problem in refusal.value.problems] == ["taken"]


def test_a_headline_without_latin_letters_gets_an_address_by_chance() -> None:
    assert written(headline="纽约见").slug.startswith("post-")


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"headline": " "}, "headline", "missing"),
        ({"headline": "x" * 121}, "headline", "too_long"),
        ({"slug": "Fan Day"}, "slug", "not_an_address"),
        ({"slug": "feed"}, "slug", "not_an_address"),
        ({"text": "![ ](figure-1)"}, "text", "needs_alternative_text"),
        ({"translations": {"es": {"text": "![](figure-1)"}}}, "translations", "needs_alternative_text"),
        ({"picture": "../x"}, "picture", "not_a_picture"),
        ({"picture": f"cover-{'0' * 32}-9x9-ffffff"}, "picture_alt", "needs_alternative_text"),
        ({"source_link": "https://example.org"}, "source_name", "missing"),
        ({"source_link": "ftp://example.org"}, "source_link", "not_a_web_address"),
        ({"read_more": [{"label": "a", "address": ""}]}, "read_more", "not_a_web_address"),
        ({"read_more": [{"address": f"https://a.example/{n}"} for n in range(11)]}, "read_more", "too_many"),
        ({"tags": [f"tag {n}" for n in range(13)]}, "tags", "too_many"),
        ({"events": [0]}, "events", "not_a_choice"),
        ({"comments": "all"}, "comments", "not_a_choice"),
        ({"comments_days": 0}, "comments_days", "out_of_range"),
    ],
)
def test_what_cannot_be_kept_is_named_and_nothing_is_kept(
    given: dict[str, Any], field: str, code: str
) -> None:
    with pytest.raises(Unfit) as refusal:
        written(**given)

    assert [(problem.field, problem.code) for problem in refusal.value.problems] == [(field, code)]
    assert not Post.objects.exists()


def test_an_event_of_another_organisation_is_none_to_belong_to() -> None:
    with pytest.raises(Unfit):
        written(events=[event_of().pk])


def test_links_are_called_by_their_address_where_they_have_no_label() -> None:
    post = written(read_more=[{"address": "https://example.org/a"}, {"label": "", "address": ""}])

    assert post.read_more == [{"label": "example.org/a", "address": "https://example.org/a"}]


def test_a_tag_without_letters_is_made_once() -> None:
    organisation = organisation_of()

    written(organisation, tags=["🎉"])
    written(organisation, tags=["🎉"])

    assert Tag.objects.get().name == "🎉"


def test_the_program_itself_is_no_author() -> None:
    post = create_post(organisation_of(), "system", WRITTEN_AT, headline="Hello")

    assert post.written_by is None
    assert ACTOR.startswith("user:")
