import datetime as dt

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import event_of, organisation_of, user_of
from turnout.accounts.models import Organisation
from turnout.events.models import Event, Question

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> Organisation:
    return organisation_of()


@pytest.fixture
def desk(client: Client, organisation: Organisation) -> Client:
    client.force_login(user_of(organisation, "editor"))
    return client


def typed(*options: dict[str, str], **fields: str) -> dict[str, str]:
    rows = {f"option-{row}-{name}": value for row, each in enumerate(options) for name, value in each.items()}
    return {"time_zone": "America/New_York", "option-rows": str(len(options))} | rows | fields


def at(organisation: Organisation, template: str = "blank", then: str = "") -> str:
    return f"/desk/{organisation.slug}/new/{then}?template={template}"


@pytest.mark.parametrize("events", [1, 3])
def test_choosing_where_to_start_costs_the_same_with_many_events(
    desk: Client, organisation: Organisation, events: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(events):
        event_of(organisation)

    with django_assert_num_queries(9):
        page = desk.get(f"/desk/{organisation.slug}/new/")

    assert page.status_code == 200
    assert page.content.count(b"?template=") == 4


def test_title_and_one_place_make_a_draft_that_can_be_published(
    desk: Client, organisation: Organisation
) -> None:
    answer = desk.post(at(organisation), typed({"place": "New York"}, title="Fan Day", now="1"))

    event = Event.objects.get()
    assert answer.headers["Location"] == f"/desk/{organisation.slug}/fan-day/publish/"
    assert (event.title, event.stage, event.time_zone) == ("Fan Day", "draft", "America/New_York")
    assert [option.place for option in event.open_options()] == ["New York"]


def test_a_date_alone_is_enough_and_later_leads_to_the_page(desk: Client, organisation: Organisation) -> None:
    answer = desk.post(
        at(organisation), typed({"date": "2026-12-08", "time": "18:00"}, title="Fan Day", later="1")
    )

    option = Event.objects.get().open_options()[0]
    assert answer.headers["Location"].endswith("/fan-day/page/")
    assert option.starts_at == dt.datetime(2026, 12, 8, 23, tzinfo=dt.UTC)


def test_an_option_abroad_has_the_zone_of_a_country_that_has_one(
    desk: Client, organisation: Organisation
) -> None:
    rows = [{"place": "New York"}, {"place": "Berlin", "country": "DE"}, {"place": "", "date": ""}]
    desk.post(at(organisation, "which-city"), typed(*rows, title="Where next?", country="US"))

    options = Event.objects.get().open_options()
    assert [(each.place, each.country, each.time_zone) for each in options] == [
        ("New York", "US", ""),
        ("Berlin", "DE", "Europe/Berlin"),
    ]


def test_the_template_brings_its_text_and_question(desk: Client, organisation: Organisation) -> None:
    page = desk.get(at(organisation, "which-city")).content.decode()
    assert "We are choosing our next city." in page
    assert page.count('data-part="row"') == 4  # three, and the one to copy

    desk.post(
        at(organisation, "which-city"), typed({"place": "Oslo"}, title="Where next?", strapline="Say where.")
    )

    assert Event.objects.get().strapline == "Say where."
    assert Question.objects.get().label == "How far would you travel?"


def test_what_is_typed_comes_back_with_what_is_wrong(desk: Client, organisation: Organisation) -> None:
    rows = [{"place": "", "date": "", "time": "18:00"}]
    answer = desk.post(at(organisation), typed(*rows, title="", strapline="An evening", text="# Hello"))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Event.objects.exists()
    assert '<a href="#id_title">Give the event a title.</a>' in page
    assert '<a href="#id_option-0-date">Give the date of this time.</a>' in page
    assert "An evening</textarea>" in page
    assert "# Hello</textarea>" in page
    assert 'value="18:00"' in page


def test_a_button_adds_a_row_without_a_script_and_judges_nothing(
    desk: Client, organisation: Organisation
) -> None:
    answer = desk.post(at(organisation), typed({"place": "New York"}, title="", **{"option-press": "add"}))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert not Event.objects.exists()
    assert 'name="option-rows" value="2"' in page
    assert 'value="New York"' in page
    assert "There is a problem" not in page


def test_a_row_is_removed_and_the_others_close_up(desk: Client, organisation: Organisation) -> None:
    rows = [{"place": "New York"}, {"place": "Boston"}, {"place": "Chicago"}]
    answer = desk.post(at(organisation), typed(*rows, **{"option-press": "drop:1"}))

    page = answer.content.decode()
    assert 'name="option-rows" value="2"' in page
    assert "Boston" not in page
    assert 'name="option-1-place" value="Chicago"' in page


@pytest.mark.parametrize(
    "hostile",
    [
        {"option-rows": "999999999999999999999"},
        {"option-rows": "-1"},
        {"option-press": "up:999"},
        {"option-press": "drop:x"},
        {"title": "\x00"},
        {"title": "x" * 121},
        {"option-0-date": "9999-99-99"},
        {"option-0-country": "<script>"},
        {"time_zone": "../../etc/passwd"},
        {"cover_kept": "cover-0123:forged"},
    ],
)
def test_hostile_input_is_no_fault_and_creates_nothing(
    desk: Client, organisation: Organisation, hostile: dict[str, str]
) -> None:
    answer = desk.post(at(organisation), typed({"date": "tomorrow"}, title="Fan Day") | hostile)

    assert answer.status_code in {200, 422}
    assert not Event.objects.exists()


def test_the_preview_is_the_page_of_what_is_typed_and_keeps_nothing(
    desk: Client, organisation: Organisation
) -> None:
    sent = typed(
        {"place": "New York"}, {"place": "Boston"}, title="<Fan> Day", text="**Come**", strapline="x" * 300
    )
    answer = desk.post(at(organisation, "which-city", "preview/"), sent)

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "<h1>&lt;Fan&gt; Day</h1>" in page
    assert "<strong>Come</strong>" in page
    assert "x" * 300 in page
    assert "New York or Boston" in page
    assert "How far would you travel?" in page
    assert "Nothing is saved" in page
    assert not Event.objects.exists()
    assert "form-action 'none'" in answer.headers["Content-Security-Policy"]


def test_in_the_frame_beside_the_form_the_preview_needs_no_notice(
    desk: Client, organisation: Organisation
) -> None:
    page = desk.post(at(organisation, then="preview/"), typed(framed="yes")).content.decode()

    assert "Your title" in page
    assert "Nothing is saved" not in page
