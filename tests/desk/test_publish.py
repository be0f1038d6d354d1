import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries, Settings

from tests.factories import event_of, organisation_of, user_of
from turnout.accounts.models import Organisation
from turnout.desk.checklist import Point
from turnout.events.duplicate_event import duplicate_event
from turnout.events.models import Event
from turnout.events.recompute_starts import recompute_start
from turnout.journal.models import Entry
from turnout.outbox.message import message_of
from turnout.outbox.models import Mail
from turnout.pages.models import Page

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, "editor", email="ada@example.org"))
    return client


@pytest.fixture
def mail_server(settings: Settings) -> None:
    settings.MAIL = {"EMAIL_HOST": "mail.example.org"}
    settings.EMAIL_HOST, settings.EMAIL_PORT = "mail.example.org", 587


def at(event: Event, part: str = "publish/") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/{part}"


def points(desk: Client, event: Event) -> dict[str, Point]:
    return {point.name: point for point in desk.get(at(event)).context["points"]}


def stage(event: Event) -> str:
    return Event.objects.get(pk=event.pk).stage


@pytest.mark.parametrize("events", [1, 3])
def test_the_screen_costs_the_same_with_many_events(
    desk: Client,
    organisation: Organisation,
    events: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    event, *_ = [event_of(organisation) for _ in range(events)]

    with django_assert_num_queries(14):
        assert desk.get(at(event)).status_code == 200


def test_it_is_published_and_then_shows_its_address(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)

    page = desk.post(at(event), follow=True).content.decode()

    assert stage(event) == "gauging"
    assert Page.objects.filter(event_id=event.pk).exists()
    assert f"/e/{event.slug}/" in page
    assert "Share it: make a link for each place" in page


def test_what_is_lacking_is_said_and_nothing_is_published(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, options=[])

    shown = desk.get(at(event)).content.decode()
    tried = desk.post(at(event), follow=True).content.decode()

    assert "The event needs a place or a date." in shown
    assert ">Publish</button>" not in shown
    assert "The event needs a place or a date." in tried
    assert stage(event) == "draft"


def test_the_form_counts_as_tried_until_a_question_changes(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, options=[{"place": "New York"}])
    assert not points(desk, event)["form"].good
    answer = {"name": "Ada", "email": "ada@example.org", "likelihood": "maybe", "party": "1"}

    desk.post(
        f"/e/{event.slug}/interest?preview",
        "&".join(f"{name}={value}" for name, value in (answer | {"country": "US", "consent": "yes"}).items()),
        content_type="application/x-www-form-urlencoded",
    )
    assert points(desk, event)["form"].good

    desk.post(at(event, "questions/new/?kind=yesno"), {"label": "Children?"})
    assert "changed since it was tried" in points(desk, event)["form"].says


def test_a_missing_privacy_contact_leads_to_the_settings(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    assert points(desk, event)["privacy"].good

    Organisation.objects.update(privacy_contact="")

    point = points(desk, event)["privacy"]
    assert (point.good, point.address) == (False, f"/desk/{organisation.slug}/settings/")


def test_without_a_mail_server_it_says_how_to_set_one(desk: Client, organisation: Organisation) -> None:
    point = points(desk, event_of(organisation))["mail"]

    assert not point.good
    assert "TURNOUT_SMTP_URL" in point.fix


@pytest.mark.usefixtures("mail_server")
def test_mail_counts_as_arriving_when_its_number_is_typed(
    desk: Client, organisation: Organisation, settings: Settings
) -> None:
    event = event_of(organisation)
    desk.post(at(event, "publish/mail/"))
    mail = Mail.objects.get()
    assert "waits to be sent" in points(desk, event)["mail"].says

    wrong = desk.post(at(event, "publish/mail/"), {"code": "000"}, follow=True).content.decode()
    assert "No test mail had this number." in wrong
    desk.post(at(event, "publish/mail/"), {"code": f" {mail.context['code']} "})

    assert mail.recipient == "ada@example.org"
    assert mail.context["code"] in str(message_of(mail).message()["Subject"])
    assert points(desk, event)["mail"].good
    settings.EMAIL_HOST = "another.example.org"
    assert not points(desk, event)["mail"].good


@pytest.mark.usefixtures("mail_server")
def test_a_mail_that_failed_says_why(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    desk.post(at(event, "publish/mail/"))
    Mail.objects.update(state="failed", error="550 no such user")

    assert "550 no such user" in points(desk, event)["mail"].says


@pytest.mark.parametrize(
    ("name", "wanted", "seen"),
    [
        ("close", "closed", "Answers are closed"),
        ("cancel", "cancelled", "This event is cancelled"),
        ("unpublish", "draft", "Page not found"),
    ],
)
def test_a_change_of_stage_shows_first_what_visitors_will_see(
    desk: Client, organisation: Organisation, name: str, wanted: str, seen: str
) -> None:
    event = event_of(organisation, stage="gauging")

    asked = desk.get(at(event, f"publish/{name}/")).content.decode()
    assert stage(event) == "gauging"
    desk.post(at(event, f"publish/{name}/"))

    assert seen in asked
    assert stage(event) == wanted


def test_unpublishing_takes_the_page_away(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    desk.post(at(event))

    desk.post(at(event, "publish/unpublish/"))

    assert not Page.objects.filter(event_id=event.pk).exists()


def test_closed_answers_open_again(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, stage="closed")

    desk.post(at(event, "publish/reopen/"))

    assert stage(event) == "gauging"


@pytest.mark.parametrize(("now", "name"), [("draft", "close"), ("past", "unpublish"), ("gauging", "explode")])
def test_what_does_not_follow_from_the_stage_is_not_found(
    desk: Client, organisation: Organisation, now: str, name: str
) -> None:
    event = event_of(organisation, stage=now)

    assert desk.post(at(event, f"publish/{name}/")).status_code == 404
    assert stage(event) == now


def test_publishing_twice_says_that_it_was_done(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, stage="gauging")

    page = desk.post(at(event), follow=True).content.decode()

    assert "so this step is not possible now." in page


def test_a_duplicate_is_a_draft_under_its_own_title(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation, stage="gauging", questions=[{"label": "Children?"}])

    answer = desk.post(at(event, "duplicate/"), {"title": "Nimbus in Boston"})

    copy = Event.objects.get(title="Nimbus in Boston")
    assert answer.headers["Location"] == at(copy, "page/")
    assert (copy.stage, [each.label for each in copy.open_questions()]) == ("draft", ["Children?"])


def test_a_duplicate_without_a_title_comes_back(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)

    assert desk.post(at(event, "duplicate/"), {"title": " "}).status_code == 422
    assert Event.objects.count() == 1


def test_the_journal_says_who_did_what(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    desk.post(at(event, "questions/new/?kind=yesno"), {"label": "Children?"})
    desk.post(at(event))

    page = desk.get(at(event, "journal/")).content.decode()

    assert "Published the event" in page
    assert "Added a question</strong> · Children?" in page
    assert "Ada Okafor" in page


def test_the_journal_has_words_for_what_the_program_did(desk: Client, organisation: Organisation) -> None:
    copy = duplicate_event(event_of(organisation), "system", "Fan Night")
    recompute_start(copy.options.get().pk, timezone.now())

    page = desk.get(at(copy, "journal/"))

    assert [(line.what, line.fields) for line in page.context["lines"]] == [
        ("Kept the local time after a change of the clocks", "when it starts"),
        ("Created the event from another one", ""),
    ]


@pytest.mark.parametrize("rows", [1, 3])
def test_the_journal_costs_the_same_with_many_entries(
    desk: Client,
    organisation: Organisation,
    rows: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    event = event_of(organisation, questions=[{"label": f"Question {row}"} for row in range(rows)])

    with django_assert_num_queries(14):
        page = desk.get(at(event, "journal/"))

    assert page.content.count(b"Added a question") == rows


def test_the_journal_goes_on_where_a_page_ends(desk: Client, organisation: Organisation) -> None:
    event = event_of(organisation)
    for number in range(60):
        desk.post(at(event, "channels/"), {"kind": "other", "name": f"Place {number}"})
    entries = Entry.objects.filter(event_id=event.pk).count()

    first = desk.get(at(event, "journal/"))
    rest = desk.get(at(event, f"journal/?before={first.context['older']}"))

    assert len(first.context["lines"]) + len(rest.context["lines"]) == entries
    assert rest.context["older"] is None
    assert desk.get(at(event, "journal/?before=x")).status_code == 200
