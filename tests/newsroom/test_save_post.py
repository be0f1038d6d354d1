"""Saving a post: by whoever saw the newest edition, with its versions."""

from datetime import timedelta

import pytest

from tests.factories import ACTOR, WRITTEN_AT, written
from turnout.events.refusals import Unfit
from turnout.journal.models import Entry
from turnout.newsroom.autosave import autosave, forget_typed, typed_aside
from turnout.newsroom.models import Post, PostState
from turnout.newsroom.post_refusals import EditedMeanwhile
from turnout.newsroom.publish_post import publish_post
from turnout.newsroom.save_post import save_post

pytestmark = pytest.mark.django_db
NOW = WRITTEN_AT
ANOTHER = "user:2"


def texts(post: Post) -> list[str]:
    return [version.fields["text"] for version in post.versions.order_by("number")]


def public() -> Post:
    return publish_post(written(text="Out"), ACTOR, NOW)


def test_what_was_given_changes_and_nothing_else() -> None:
    post = written(text="Old", standfirst="Stays")

    saved = save_post(post, ACTOR, 0, NOW, text="New", languages=["es", "en"], tags=["Fans"])

    assert (saved.text, saved.standfirst, saved.edition) == ("New", "Stays", 1)
    assert saved.languages == ["es"]
    assert texts(saved) == ["Old", "New"]
    assert Entry.objects.filter(noun="post").latest("pk").fields == ["languages", "tags", "text"]


def test_an_older_edition_is_refused_with_what_stands_there_now() -> None:
    post = written(text="Old")
    save_post(post, ANOTHER, 0, NOW, text="Theirs")

    with pytest.raises(EditedMeanwhile) as refusal:
        save_post(post, ACTOR, 0, NOW, text="Mine")

    assert refusal.value.post.text == "Theirs"
    assert refusal.value.version is not None
    assert (refusal.value.version.number, refusal.value.version.actor) == (2, ANOTHER)
    assert Post.objects.get().text == "Theirs"


def test_what_is_unfit_changes_nothing_and_costs_no_edition() -> None:
    post = written()

    with pytest.raises(Unfit):
        save_post(post, ACTOR, 0, NOW, source_link="https://example.org")

    assert Post.objects.get().edition == 0


def test_saving_the_same_again_is_no_version() -> None:
    post = written(text="Old")

    save_post(post, ACTOR, 0, NOW, text="Old")

    assert texts(post) == ["Old"]
    assert not Entry.objects.filter(verb="change").exists()


def test_one_sitting_of_typing_is_one_version() -> None:
    post = written(text="")
    for edition, text in enumerate(("J", "Jo", "Joi")):
        autosave(post, ACTOR, edition, NOW + timedelta(seconds=5 * edition), text=text)

    saved = save_post(post, ACTOR, 3, NOW + timedelta(minutes=1), text="Join us")

    assert texts(saved) == ["", "Join us"]
    assert [version.is_automatic for version in post.versions.all()] == [False, False]
    assert not Entry.objects.filter(verb="change", fields=["text"]).count() > 1


def test_a_later_sitting_and_another_member_make_versions_of_their_own() -> None:
    post = written(text="")
    autosave(post, ACTOR, 0, NOW, text="A")
    autosave(post, ACTOR, 1, NOW + timedelta(hours=1), text="AB")
    autosave(post, ANOTHER, 2, NOW + timedelta(hours=1), text="ABC")

    assert texts(post) == ["", "A", "AB", "ABC"]


def test_an_automatic_save_of_nothing_new_is_no_version() -> None:
    post = written(text="A")

    assert autosave(post, ACTOR, 0, NOW, text="A").edition == 1
    assert texts(post) == ["A"]


def test_what_is_typed_into_a_public_post_stays_aside() -> None:
    post = public()

    kept = autosave(post, ACTOR, 0, NOW, text="Out and ab", tags=["Fans"], events=[])

    assert (Post.objects.get().text, kept.edition) == ("Out", 0)
    aside = typed_aside(kept, ACTOR)
    assert aside is not None
    assert aside.fields["text"] == "Out and ab"
    assert len(aside.fields["tags"]) == 1
    assert typed_aside(kept, ANOTHER) is None


@pytest.mark.parametrize("undo", ["typed back", "dropped", "saved"])
def test_what_was_aside_is_gone_once_it_is_decided(undo: str) -> None:
    post = public()
    autosave(post, ACTOR, 0, NOW, text="Half")

    if undo == "typed back":
        autosave(post, ACTOR, 0, NOW, text="Out")
    elif undo == "dropped":
        forget_typed(post, ACTOR)
    else:
        save_post(post, ACTOR, 0, NOW, text="Whole")

    assert typed_aside(Post.objects.get(), ACTOR) is None
    assert Post.objects.get().text == ("Whole" if undo == "saved" else "Out")


def test_automatic_saves_conflict_too() -> None:
    post = written()
    save_post(post, ANOTHER, 0, NOW, text="Theirs")

    with pytest.raises(EditedMeanwhile):
        autosave(post, ACTOR, 0, NOW, text="Mine")


def test_nothing_is_aside_of_a_draft() -> None:
    post = written()
    autosave(post, ACTOR, 0, NOW, text="Mine")

    assert post.state == PostState.DRAFT
    assert typed_aside(post, ACTOR) is None
