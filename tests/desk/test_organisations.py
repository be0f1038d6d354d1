import io
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django.fixtures import Settings

from tests.factories import organisation_of, published, user_of
from turnout.accounts.models import Organisation, Role
from turnout.journal.models import Entry
from turnout.pages.models import Page

pytestmark = pytest.mark.django_db
SETTINGS = "/desk/nimbus/settings/"
LINKS = {"links-TOTAL_FORMS": "2", "links-INITIAL_FORMS": "0"}


@pytest.fixture(autouse=True)
def media(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def nimbus() -> Organisation:
    return organisation_of(slug="nimbus", name="Nimbus", privacy_contact="")


@pytest.fixture
def owner(client: Client, nimbus: Organisation) -> Client:
    client.force_login(user_of(nimbus))
    return client


def sent(**changes: object) -> dict[str, object]:
    return {"name": "Nimbus", "language": "en", "accent": "#b83a12", **LINKS, **changes}


def test_the_first_person_creates_an_organisation(client: Client) -> None:
    client.force_login(user_of())

    asked = client.get("/desk/").content.decode()
    answer = client.post("/desk/new/", {"name": "  Nimbus   Phones "})

    assert "/desk/new/" in asked
    assert answer["Location"] == "/desk/nimbus-phones/"
    assert Organisation.objects.get().name == "Nimbus Phones"
    assert client.get("/desk/nimbus-phones/").status_code == 200


@pytest.mark.parametrize("name", ["", "   ", "\u200d", "\u202e", "x" * 121])
def test_a_name_is_needed(client: Client, name: str) -> None:
    client.force_login(user_of())

    assert client.post("/desk/new/", {"name": name}).status_code == 422
    assert not Organisation.objects.exists()


def test_an_editor_creates_no_organisation(client: Client, nimbus: Organisation) -> None:
    client.force_login(user_of(nimbus, role=Role.EDITOR))

    assert client.post("/desk/new/", {"name": "Mine"}).status_code == 403


def test_settings_are_saved_and_journalled(owner: Client, nimbus: Organisation) -> None:
    links = {"links-0-label": "Forum", "links-0-address": "https://forum.example.org/"}

    answer = owner.post(
        SETTINGS,
        sent(accent="#0a5bd0", website="nimbus.example.org", privacy_contact="p@example.org", **links),
    )

    nimbus.refresh_from_db()
    assert answer["Location"] == SETTINGS
    assert (nimbus.accent, nimbus.website) == ("#0a5bd0", "https://nimbus.example.org")
    assert nimbus.links == [{"label": "Forum", "address": "https://forum.example.org/"}]
    entry = Entry.objects.get(verb="change")
    assert entry.fields == ["accent", "links", "privacy_contact", "website"]
    assert entry.old.values == {"accent": "#b83a12", "links": [], "privacy_contact": "", "website": ""}


def test_saving_the_same_again_is_no_change(owner: Client) -> None:
    owner.post(SETTINGS, sent())

    assert not Entry.objects.filter(verb="change").exists()


def test_an_accent_that_cannot_be_read_is_refused_and_the_nearest_offered(
    owner: Client, nimbus: Organisation
) -> None:
    page = owner.post(SETTINGS, sent(accent="#ffd400", name="Nimbus Phones"))

    said = page.content.decode()
    assert page.status_code == 422
    assert "#ffd400 is too light to read: its contrast with the page is 1.3, and text needs 4.5." in said
    assert 'name="offered" value="#806a00"' in said
    assert 'value="Nimbus Phones"' in said
    owner.post(SETTINGS, sent(accent="#ffd400", offered="#806a00"))
    nimbus.refresh_from_db()
    assert nimbus.accent == "#806a00"


def test_an_offered_colour_is_checked_like_any_other(owner: Client, nimbus: Organisation) -> None:
    assert owner.post(SETTINGS, sent(offered="red; } body {")).status_code == 422
    nimbus.refresh_from_db()
    assert nimbus.accent == "#b83a12"


@pytest.mark.parametrize(
    "links",
    [
        {"links-0-label": "", "links-0-address": "https://example.org/"},
        {"links-0-label": "Here", "links-0-address": ""},
        {"links-0-label": "Here", "links-0-address": "javascript:alert(1)"},
    ],
)
def test_half_a_link_is_refused(owner: Client, nimbus: Organisation, links: dict[str, str]) -> None:
    page = owner.post(SETTINGS, sent(**links))

    assert page.status_code == 422
    assert "There is a problem" in page.content.decode()
    nimbus.refresh_from_db()
    assert nimbus.links == []


def picture(size: tuple[int, int] = (300, 300)) -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", size, "#0a5bd0").save(file, "PNG")
    return SimpleUploadedFile("logo.png", file.getvalue(), "image/png")


def test_a_logo_is_kept_and_removed(owner: Client, nimbus: Organisation) -> None:
    owner.post(SETTINGS, sent(logo=picture()))

    nimbus.refresh_from_db()
    assert nimbus.logo.startswith("logo-")
    assert "The logo now" in owner.get(SETTINGS).content.decode()
    owner.post(SETTINGS, sent(no_logo="on"))
    nimbus.refresh_from_db()
    assert nimbus.logo == ""


def test_a_file_that_is_no_picture_is_refused(owner: Client, nimbus: Organisation) -> None:
    file = SimpleUploadedFile("logo.svg", b"<svg onload='alert(1)'/>", "image/svg+xml")

    page = owner.post(SETTINGS, sent(logo=file))

    assert page.status_code == 422
    assert "This file is not a picture that we can read." in page.content.decode()
    nimbus.refresh_from_db()
    assert nimbus.logo == ""


def test_the_events_pages_follow(owner: Client, nimbus: Organisation) -> None:
    event = published(organisation=nimbus)

    owner.post(SETTINGS, sent(name="Nimbus Phones", accent="#0a5bd0"))

    page = Page.objects.filter(event_id=event.pk).first()
    assert page
    text = bytes(page.body).decode()
    assert "Nimbus Phones" in text
    assert '<link rel="stylesheet" href="/media/accents/0a5bd0-1.css">' in text
