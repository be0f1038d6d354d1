"""The editor of a post."""

import json
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.factories import event_of, organisation_of, picture_file, post_of, user_of, written
from tests.interest.page import elements, text_of
from turnout.accounts.models import Organisation, Role, User
from turnout.newsroom.autosave import autosave
from turnout.newsroom.models import Post
from turnout.newsroom.save_post import save_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def ada(organisation: Organisation) -> User:
    return user_of(organisation, Role.EDITOR, email="ada@example.org", name="Ada")


@pytest.fixture
def desk(client: Client, ada: User) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture
def post(organisation: Organisation, ada: User) -> Post:
    return written(organisation, by=ada, text="Old words")


def at(post: Post, rest: str = "edit/") -> str:
    return f"/desk/{post.organisation.slug}/news/{post.pk}/{rest}"


def form(**changes: Any) -> dict[str, Any]:
    return {
        "headline": "Fan Day",
        "text": "New words",
        "language": "en",
        "comments": "open",
        "edition": "0",
    } | changes


def test_everything_about_a_post_is_saved(desk: Client, post: Post) -> None:
    event = event_of(post.organisation)

    answer = desk.post(
        at(post),
        form(
            standfirst="In short.",
            events=[str(event.pk)],
            shows_figures="on",
            tags="Fans, New York，粉丝",
            author="Bea",
            source_name="The Verge",
            source_link="https://example.org/a",
            read_more="https://example.org/b More of it\nhttps://example.org/c",
            comments="waitlist",
            comments_days="14",
            offers_es="on",
            headline_es="Día de fans",
            text_es="Palabras",
        ),
    )

    saved = Post.objects.get()
    assert answer["Location"] == at(post)
    assert (saved.headline, saved.text, saved.standfirst) == ("Fan Day", "New words", "In short.")
    assert [tag.name for tag in saved.tags.all()] == ["Fans", "New York", "粉丝"]
    assert list(saved.events.all()) == [event]
    assert saved.read_more == [
        {"label": "More of it", "address": "https://example.org/b"},
        {"label": "example.org/c", "address": "https://example.org/c"},
    ]
    assert (saved.shows_figures, saved.comments, saved.comments_days) == (True, "waitlist", 14)
    assert saved.languages == ["es"]
    assert saved.translations == {"es": {"headline": "Día de fans", "text": "Palabras"}}
    shown = desk.get(at(post)).content.decode()
    assert elements(shown, "input", name="tags")[0]["value"] == "Fans, New York, 粉丝"
    assert "https://example.org/b More of it\nhttps://example.org/c example.org/c</textarea>" in shown


def test_save_and_go_on_leads_to_the_post(desk: Client, post: Post) -> None:
    assert desk.post(at(post), form(then="post"))["Location"] == at(post, "")


def test_what_cannot_be_saved_is_said_and_kept(desk: Client, post: Post) -> None:
    answer = desk.post(at(post), form(source_link="https://example.org", comments_days="0"))

    assert answer.status_code == 422
    assert "New words</textarea>" in answer.content.decode()
    assert Post.objects.get().text == "Old words"

    answer = desk.post(at(post), form(source_link="https://example.org"))

    assert answer.status_code == 422
    assert elements(answer.content.decode(), "a", href="#id_source_name")


def test_a_picture_needs_words_and_survives_being_refused(desk: Client, post: Post) -> None:
    answer = desk.post(at(post), form(picture=picture_file()))

    assert answer.status_code == 422
    assert "Say in one sentence what the picture shows." in text_of(answer)
    (kept,) = elements(answer.content.decode(), "input", name="picture_kept")
    desk.post(at(post), form(picture_kept=kept["value"], picture_alt="A hall"))
    assert Post.objects.get().picture.startswith("cover-")
    desk.post(at(post), form(edition="1", picture_alt="A hall"))
    assert Post.objects.get().picture.startswith("cover-")
    desk.post(at(post), form(edition="2", remove_picture="on"))
    assert Post.objects.get().picture == ""


def test_a_file_that_is_no_picture_is_refused(desk: Client, post: Post) -> None:
    file = picture_file()
    file.write(b"GIF")
    file.seek(0)

    answer = desk.post(at(post), form(picture=file, picture_kept="cover-forged"))

    assert answer.status_code == 422
    assert "not a picture" in text_of(answer) or "damaged" in text_of(answer)


def test_what_another_member_saved_meanwhile_is_shown_and_nothing_is_lost(
    desk: Client, post: Post, organisation: Organisation
) -> None:
    bea = user_of(organisation, name="Bea Lund")
    save_post(post, f"user:{bea.pk}", 0, timezone.now(), text="Old and better words")

    answer = desk.post(at(post), form(headline=post.headline, text="Old but my words", tags="Fans"))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Bea Lund saved this post while you were writing" in text_of(answer)
    assert "Old but my words</textarea>" in page
    assert "and better </del>" in page
    assert "but my </ins>" in page
    assert elements(page, "input", name="edition")[0]["value"] == "1"
    assert Post.objects.get().text == "Old and better words"
    desk.post(at(post), form(edition="1", text="Old but my words"))
    assert Post.objects.get().text == "Old but my words"
    assert post.versions.count() == 3


def test_the_script_saves_while_somebody_types(desk: Client, post: Post) -> None:
    answer = desk.post(at(post, "autosave/"), form())

    told = answer.json()
    assert (answer.status_code, told["edition"]) == (200, 1)
    assert told["said"].startswith("Saved at ")
    assert Post.objects.get().text == "New words"
    assert post.versions.count() == 2


def test_the_script_is_told_why_nothing_was_saved(
    desk: Client, post: Post, organisation: Organisation
) -> None:
    unreadable = desk.post(at(post, "autosave/"), form(headline=""))
    unfit = desk.post(at(post, "autosave/"), form(source_link="https://example.org"))
    save_post(post, f"user:{user_of(organisation, name='Bea').pk}", 0, timezone.now(), text="Theirs")
    old = desk.post(at(post, "autosave/"), form())

    assert (unreadable.status_code, unfit.status_code, old.status_code) == (422, 422, 409)
    assert unfit.json() == {"said": "This is needed."}
    assert old.json() == {"said": "Bea changed this post meanwhile. Press Save to see both."}


def test_what_is_typed_into_a_public_post_is_offered_again(
    desk: Client, organisation: Organisation, ada: User
) -> None:
    post = post_of(organisation, published_at=timezone.now(), text="Out")
    told = desk.post(at(post, "autosave/"), form(text="Half", tags="Fans")).json()

    page = desk.get(at(post))

    assert "not public yet" in told["said"]
    assert "You typed this and did not save it." in text_of(page)
    assert "Half</textarea>" in page.content.decode()
    assert elements(page.content.decode(), "input", name="tags")[0]["value"] == "Fans"
    assert "Save, public at once" in text_of(page)
    desk.post(at(post, "forget-typed/"))
    assert "Out</textarea>" in desk.get(at(post)).content.decode()


def test_saving_a_public_post_says_that_it_is_public(desk: Client, organisation: Organisation) -> None:
    post = post_of(organisation, published_at=timezone.now())

    assert "Saved. It is public now." in text_of(desk.post(at(post), form(), follow=True))


def test_a_figure_is_put_at_the_end_of_the_text_without_a_script(desk: Client, post: Post) -> None:
    given = {"figure-alt": "A [hall]", "figure-caption": 'The "hall"', "figure-credit": "Bea"}

    answer = desk.post(at(post), form(figure="add", **given, **{"figure-file": picture_file()}))

    text = answer.content.decode().split("New words\n\n![A (hall)](figure-", 1)[1].split("</textarea>")[0]
    assert answer.status_code == 200
    assert text.endswith(" &quot;The ”hall” | Bea&quot;)\n")
    assert Post.objects.get().text == "Old words"


def test_a_figure_needs_a_picture_and_words(desk: Client, post: Post) -> None:
    answer = desk.post(at(post), form(figure="add"))
    told = desk.post(at(post, "figures/"), {"figure-alt": "A hall"})

    assert answer.status_code == 422
    assert "New words</textarea>" in answer.content.decode()
    assert "Choose a picture. " in text_of(answer)
    assert told.json() == {"said": "Choose a picture."}


def test_a_figure_that_is_no_picture_is_refused(desk: Client, post: Post) -> None:
    file = BytesIO(b"GIF89a")
    file.name = "hall.gif"

    told = desk.post(at(post, "figures/"), {"figure-alt": "A hall", "figure-file": file})

    assert told.status_code == 422
    assert told.json() == {
        "said": "This file is not a picture that we can read. Use JPEG, PNG, WebP or AVIF."
    }


def test_the_script_gets_the_line_of_a_figure(desk: Client, post: Post) -> None:
    answer = desk.post(at(post, "figures/"), {"figure-alt": "A hall", "figure-file": picture_file()})

    line = json.loads(answer.content)["line"]
    assert line.startswith("![A hall](figure-")
    assert line.endswith(")")
    assert '"' not in line


def test_the_preview_shows_what_is_typed_and_saves_nothing(desk: Client, post: Post) -> None:
    typed = desk.post(at(post, "preview/"), form(text="**New** words", standfirst="x" * 301))
    saved = desk.get(at(post, "preview/"))

    assert "<strong>New</strong> words" in typed.content.decode()
    assert "x" * 301 in text_of(typed)
    assert "What you typed, not saved." in text_of(typed)
    assert "Old words" in text_of(saved)
    assert "form-action 'none'" in typed["Content-Security-Policy"]
    assert Post.objects.get().text == "Old words"


def test_the_preview_is_the_public_page_without_what_readers_send(desk: Client, post: Post) -> None:
    save_post(post, "user:1", 0, timezone.now(), text="https://youtu.be/abcdefghijk", source_name="The Wire")

    page = desk.get(at(post, "preview/"))

    assert "https://www.youtube-nocookie.com" in page["Content-Security-Policy"]
    assert "Source: The Wire" in text_of(page)
    assert 'class="to-post"' in page.content.decode()
    assert "<form" not in page.content.decode()


def test_the_preview_has_each_language(desk: Client, post: Post) -> None:
    post = save_post(
        post,
        "user:1",
        0,
        timezone.now(),
        languages=["es"],
        translations={"es": {"headline": "Día de fans", "text": "Palabras"}},
    )

    assert "Palabras" in text_of(desk.get(at(post, "preview/?lang=es")))
    assert "Old words" in text_of(desk.get(at(post, "preview/?lang=zh-hans")))


def test_what_was_approved_says_that_a_change_needs_it_again(
    desk: Client, post: Post, organisation: Organisation
) -> None:
    Post.objects.filter(pk=post.pk).update(state="review", reviewed_by=user_of(organisation))

    assert "has to be approved again" in text_of(desk.get(at(post)))


def test_what_was_typed_before_signing_in_comes_back(client: Client, post: Post, ada: User) -> None:
    client.force_login(ada)
    (mark,) = elements(client.get(at(post)).content.decode(), "input", name="typed_by")
    client.logout()
    client.post(at(post), form(text="Typed", typed_by=mark["value"]))
    client.force_login(ada)

    page = client.get(at(post))

    assert "You were signed out before this was saved." in text_of(page)
    assert "Typed</textarea>" in page.content.decode()


def test_an_automatic_save_of_another_member_is_no_typing_of_mine(
    desk: Client, organisation: Organisation
) -> None:
    post = post_of(organisation, published_at=timezone.now(), text="Out")
    autosave(post, "user:999", 0, timezone.now(), text="Theirs")

    assert "Out</textarea>" in desk.get(at(post)).content.decode()
