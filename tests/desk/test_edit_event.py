import datetime as dt
import html
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from tests.factories import event_of, organisation_of, user_of
from turnout.accounts.models import Organisation
from turnout.events.edit_event import edit_event
from turnout.events.models import Event, FormVersion
from turnout.journal.models import Entry
from turnout.pages.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, "editor", name="Ada"))
    return client


def at(event: Event, part: str = "") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/page/{part}"


def filled_in(desk: Client, event: Event) -> dict[str, str]:
    """What a browser would send of the form as it stands."""
    form = desk.get(at(event)).context["form"]
    sent = {}
    for bound in form:
        value = bound.value()
        if value is True:
            sent[bound.html_name] = "on"
        elif value not in (None, False):
            sent[bound.html_name] = (
                value.isoformat("T", "minutes") if isinstance(value, dt.datetime) else str(value)
            )
    return sent | {"seen": desk.get(at(event)).context["seen"]}


def picture(name: str = "hall.png") -> SimpleUploadedFile:
    path = SimpleUploadedFile(name, b"", "image/png")
    Image.new("RGB", (900, 500), "teal").save(path, "PNG")
    path.seek(0)
    return path


def test_each_field_is_saved(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    changed = {
        "title": "Fan Day",
        "strapline": "An evening",
        "text": "# Hello\n\n    code",
        "time_zone": "Europe/Madrid",
        "country": "ES",
        "opens_at": "2026-11-30T09:00",
        "closes_at": "2026-12-06T23:59",
        "party_max": "6",
        "least_age": "16",
        "shows_count": "on",
        "keep_days": "60",
        "unverified_days": "7",
        "consent": "We may keep this.",
        "offers_es": "on",
        "title_es": "Día de fans",
    }

    answer = desk.post(at(event), filled_in(desk, event) | changed)

    event.refresh_from_db()
    assert answer.status_code == 302
    assert (event.title, event.strapline, event.text) == ("Fan Day", "An evening", "# Hello\n\n    code")
    assert event.opens_at == dt.datetime(2026, 11, 30, 8, tzinfo=dt.UTC)
    assert event.closes_at == dt.datetime(2026, 12, 6, 22, 59, tzinfo=dt.UTC)
    assert (event.party_max, event.least_age, event.shows_count, event.keep_days) == (6, 16, True, 60)
    assert event.unverified_days == 7
    assert (event.consent, event.country) == ("We may keep this.", "ES")
    assert (event.languages, event.translations) == (["es"], {"es": {"title": "Día de fans"}})


def test_only_what_was_changed_is_journalled(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, text="Words")

    desk.post(at(event), filled_in(desk, event) | {"strapline": "New"})

    entry = Entry.objects.filter(event_id=event.pk, verb="change").get()
    assert (entry.noun, entry.fields) == ("event", ["strapline"])


def test_a_published_page_shows_the_change_and_its_form_gets_a_version(
    desk: Client, organisation: Organisation
) -> None:
    event = event_of(organisation, stage="gauging")

    desk.post(at(event), filled_in(desk, event) | {"title": "A new title", "consent": "Another text."})

    page = Page.objects.get(path=f"/e/{event.slug}/", language="en", via="", state="open")
    assert b"<h1>A new title</h1>" in bytes(page.body)
    assert FormVersion.objects.filter(event=event).count() == 2


def test_what_is_typed_comes_back_with_what_is_wrong(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    wrong = {
        "title": "",
        "text": "My long text",
        "opens_at": "2026-12-06T10:00",
        "closes_at": "2026-12-05T10:00",
        "party_max": "99",
        "title_es": "Hola",
    }

    answer = desk.post(at(event), filled_in(desk, event) | wrong)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('<a href="#id_') >= 2
    assert "My long text</textarea>" in page
    assert 'value="2026-12-05T10:00"' in page
    assert 'value="Hola"' in page
    event.refresh_from_db()
    assert event.text == ""


def test_the_verbs_refusal_stands_at_its_field(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    wrong = {"opens_at": "2026-12-06T10:00", "closes_at": "2026-12-05T10:00"}

    answer = desk.post(at(event), filled_in(desk, event) | wrong)

    assert answer.context["form"].errors == {"closes_at": ["The form has to close after it opens."]}


def test_a_time_that_the_clocks_jump_over_is_said(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)

    answer = desk.post(at(event), filled_in(desk, event) | {"opens_at": "2026-03-08T02:30"})

    assert "The clocks go forward" in answer.context["form"].errors["opens_at"][0]


def test_changes_to_different_fields_are_both_kept(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, strapline="Old")
    mine = filled_in(desk, event) | {"title": "Mine"}
    edit_event(event, "user:0", strapline="Theirs")

    answer = desk.post(at(event), mine)

    event.refresh_from_db()
    assert answer.status_code == 302
    assert (event.title, event.strapline) == ("Mine", "Theirs")


def test_a_clash_saves_nothing_and_asks_whose_stays(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, strapline="Old")
    other = user_of(organisation, name="Ben")
    mine = filled_in(desk, event) | {"title": "Mine", "strapline": "Also mine"}
    edit_event(event, f"user:{other.pk}", title="Theirs")

    answer = desk.post(at(event), mine)

    page = answer.content.decode()
    event.refresh_from_db()
    assert answer.status_code == 409
    assert (event.title, event.strapline) == ("Theirs", "Old")
    assert "Ben wrote:" in page
    assert "Theirs" in page
    assert 'value="Mine"' in page


def test_saving_again_after_a_clash_keeps_mine_and_what_else_they_changed(
    desk: Client, organisation: Organisation
) -> None:
    event = event_of(organisation, strapline="Old")
    mine = filled_in(desk, event) | {"title": "Mine"}
    edit_event(event, "user:0", title="Theirs", strapline="Theirs too")
    clash = desk.post(at(event), mine)

    answer = desk.post(at(event), mine | {"seen": clash.context["seen"]})

    event.refresh_from_db()
    assert answer.status_code == 302
    assert (event.title, event.strapline) == ("Mine", "Theirs too")


def test_taking_theirs_puts_it_in_the_form_and_leaves_the_rest(
    desk: Client, organisation: Organisation
) -> None:
    event = event_of(organisation, strapline="Old")
    mine = filled_in(desk, event) | {"title": "Mine", "strapline": "Also mine"}
    edit_event(event, "user:0", title="Theirs")
    clash = desk.post(at(event), mine)
    again = mine | {"seen": clash.context["seen"], "clashing": "title", "take": "title"}

    shown = desk.post(at(event), again)

    assert shown.status_code == 200
    assert (shown.context["form"]["title"].value(), shown.context["form"]["strapline"].value()) == (
        "Theirs",
        "Also mine",
    )
    desk.post(at(event), mine | {"title": "Theirs", "seen": shown.context["seen"]})
    event.refresh_from_db()
    assert (event.title, event.strapline) == ("Theirs", "Also mine")


def test_a_picture_needs_words_and_survives_the_mistake(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    sent = filled_in(desk, event)

    first = desk.post(at(event), sent | {"cover": picture()})

    page = first.content.decode()
    assert first.status_code == 422
    assert "Say in one sentence what the picture shows." in page
    assert '<img class="to-thumb"' in page
    kept = html.unescape(re.search(r'name="cover_kept" value="([^"]+)"', page)[1])  # type: ignore[index]
    desk.post(at(event), sent | {"cover_kept": kept, "cover_alt": "An empty hall"})
    event.refresh_from_db()
    assert event.cover.startswith("cover-")
    assert event.cover_alt == "An empty hall"


def test_a_picture_is_removed(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    desk.post(at(event), filled_in(desk, event) | {"cover": picture(), "cover_alt": "A hall"})

    desk.post(at(event), filled_in(desk, event) | {"remove_cover": "on"})

    event.refresh_from_db()
    assert event.cover == ""


def test_a_file_that_is_no_picture_is_refused_with_its_reason(
    desk: Client, organisation: Organisation
) -> None:
    event = event_of(organisation)
    svg = SimpleUploadedFile("hall.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png")

    answer = desk.post(at(event), filled_in(desk, event) | {"cover": svg, "cover_alt": "A hall"})

    assert answer.context["form"].errors == {
        "cover": ["This file is not a picture that we can read. Use JPEG, PNG, WebP or AVIF."]
    }


@pytest.mark.parametrize(
    "hostile",
    [
        {"seen": "no json"},
        {"seen": '["a"]'},
        {"seen": "[" * 9_000},
        {"seen": '{"title": 7}'},
        {"take": "nothing"},
        {"take": "cover"},
        {"party_max": "9" * 5000},
        {"opens_at": "0001-01-01T00:00"},
        {"closes_at": "9999-12-31T23:59"},
        {"language": "xx"},
        {"clashing": "nothing"},
    ],
)
def test_hostile_input_is_no_fault(desk: Client, organisation: Organisation, hostile: dict[str, str]) -> None:
    event = event_of(organisation)

    answer = desk.post(at(event), filled_in(desk, event) | {"title": "x"} | hostile)

    assert answer.status_code < 500


def test_the_preview_shows_what_is_typed_in_each_language(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, stage="gauging")
    sent = filled_in(desk, event) | {"title": "Typed", "offers_es": "on", "title_es": "Escrito"}

    english, spanish = (
        desk.post(at(event, f"preview/{query}"), sent).content.decode() for query in ("", "?lang=es")
    )

    event.refresh_from_db()
    assert "<h1>Typed</h1>" in english
    assert "<h1>Escrito</h1>" in spanish
    assert event.title == "Nimbus Fan Day"
