import re
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from tests.factories import event_of, interest_of, published, user_of
from tests.interest.page import elements, text_of
from turnout.accounts.models import Role
from turnout.events.models import Event
from turnout.interest.models import Repeat, SavedFilter
from turnout.journal.models import Entry
from turnout.journal.record import record

pytestmark = pytest.mark.django_db


@pytest.fixture
def event() -> Event:
    return published(event_of(channels=["Reddit"], options=[{"place": "Oslo"}, {"place": "Rome"}]))


@pytest.fixture
def desk(client: Client, event: Event) -> Client:
    client.force_login(user_of(event.organisation, Role.EDITOR))
    return client


def people(event: Event, rest: str = "") -> str:
    return f"/desk/{event.organisation.slug}/{event.slug}/people/{rest}"


def names(page: Any) -> list[str]:
    found = re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page.content.decode())
    return list(found)


@pytest.mark.parametrize("answers", [1, 3])
def test_the_list_costs_the_same_however_many_it_shows(
    desk: Client, event: Event, answers: int, django_assert_num_queries: Any
) -> None:
    for number in range(answers):
        interest_of(event, name=f"Fan {number}", via=event.open_channels()[0].code)
    desk.get("/desk/")  # the first page of a session is noted

    with django_assert_num_queries(9):
        page = desk.get(people(event))

    assert len(names(page)) == answers


def test_the_newest_come_first_and_another_order_can_be_asked_for(desk: Client, event: Event) -> None:
    for name in ("Cleo", "Ada", "Ben"):
        interest_of(event, name=name)

    assert names(desk.get(people(event))) == ["Ben", "Ada", "Cleo"]
    assert names(desk.get(people(event, "?sort=name"))) == ["Ada", "Ben", "Cleo"]


def test_pages_lead_on_and_back(desk: Client, event: Event) -> None:
    for number in range(51):
        interest_of(event, name=f"Fan {number:02}", likelihood="maybe")

    first = desk.get(people(event, "?likelihood=maybe&sort=oldest"))
    (onward,) = elements(first.content.decode(), "a", rel="next")
    second = desk.get(people(event) + onward["href"].partition("/people/")[2])
    (back,) = elements(second.content.decode(), "a", rel="prev")
    again = desk.get(people(event) + back["href"].partition("/people/")[2])

    assert names(second) == ["Fan 50"]
    assert names(again) == names(first) == [f"Fan {number:02}" for number in range(50)]
    assert not elements(first.content.decode(), "a", rel="prev")


def test_a_place_in_another_list_leads_to_the_beginning(desk: Client, event: Event) -> None:
    interest_of(event, name="Ada")

    assert names(desk.get(people(event, "?after=nonsense"))) == ["Ada"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=ada", ["Ada"]),
        ("likelihood=maybe", ["Ben"]),
        ("country=-", ["Ben"]),
        ("country=US", ["Ada"]),
        ("via=-", ["Ben"]),
        ("party=3", ["Ben"]),
        ("verified=no", ["Ben", "Ada"]),
        ("verified=yes", []),
        ("since=2026-11-02", ["Ben"]),
        ("until=2026-11-01", ["Ada"]),
        ("until=2026-11-02", ["Ben", "Ada"]),
        ("likelihood=unheard-of", ["Ben", "Ada"]),
        ("party=many&likelihood=maybe", ["Ben"]),
    ],
)
def test_what_is_in_the_address_narrows_the_list(
    desk: Client, event: Event, query: str, found: list[str]
) -> None:
    # Midnight in New York lies between the two.
    interest_of(event, name="Ada", via=event.open_channels()[0].code, at=datetime(2026, 11, 2, 4, tzinfo=UTC))
    interest_of(
        event, name="Ben", likelihood="maybe", party=3, country="", at=datetime(2026, 11, 2, 6, tzinfo=UTC)
    )

    assert names(desk.get(people(event, f"?{query}"))) == found


def test_an_option_narrows_and_can_be_taken_away_again(desk: Client, event: Event) -> None:
    oslo, rome = event.open_options()
    interest_of(event, name="Ada", options=(oslo.pk,))
    interest_of(event, name="Ben", options=(rome.pk,))

    page = desk.get(people(event, f"?option={rome.pk}&likelihood=definitely"))
    parts = [each["href"] for each in elements(page.content.decode(), "a") if each.get("class") == "to-part"]

    assert names(page) == ["Ben"]
    assert sorted(parts) == [people(event, "?likelihood=definitely"), people(event, f"?option={rome.pk}")]


def test_nobody_yet_and_nobody_who_matches_say_what_to_do(desk: Client, event: Event) -> None:
    assert "Share the page. Everybody who answers appears here." in text_of(desk.get(people(event)))

    interest_of(event)

    assert "Search for less" in text_of(desk.get(people(event, "?q=zzz")))


def test_what_people_typed_is_shown_as_text(desk: Client, event: Event) -> None:
    interest_of(event, name="<script>alert(1)</script>")

    assert "<script>alert" not in desk.get(people(event)).content.decode()


def test_a_filter_is_saved_used_replaced_and_forgotten(desk: Client, event: Event) -> None:
    saving = {"name": " Unsure  ones ", "query": "likelihood=maybe&sort=name&after=x&nonsense=1"}
    saved = desk.post(people(event, "filters/"), saving)
    desk.post(people(event, "filters/"), {"name": "Unsure ones", "query": "likelihood=probably"})
    kept = SavedFilter.objects.get()
    interest_of(event)
    page = desk.get(people(event, "?likelihood=probably"))
    desk.post(people(event, f"filters/{kept.pk}/remove/"))

    assert saved["Location"] == people(event, "?likelihood=maybe&sort=name")
    assert (kept.name, kept.query) == ("Unsure ones", {"likelihood": "probably"})
    assert "Remove this saved filter" in text_of(page)
    assert not SavedFilter.objects.exists()
    verbs = Entry.objects.filter(noun="filter").order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["save", "save", "forget"]


def test_a_filter_without_a_name_is_not_saved(desk: Client, event: Event) -> None:
    page = desk.post(people(event, "filters/"), {"name": "  ", "query": "likelihood=maybe"}, follow=True)

    assert "Give the filter a name" in text_of(page)
    assert not SavedFilter.objects.exists()


def test_another_events_filter_stays(desk: Client, event: Event) -> None:
    other = SavedFilter.objects.create(event=published(), name="Mine", query={})

    desk.post(people(event, f"filters/{other.pk}/remove/"))

    assert SavedFilter.objects.get() == other


def test_one_person_is_shown_with_all_that_was_answered_and_agreed_to(desk: Client) -> None:
    event = event_of(
        questions=[
            {"label": "Which phone?"},
            {"kind": "several", "label": "What to see?", "choices": ["Factory", "Phone 4"]},
            {"kind": "yesno", "label": "Step-free?"},
            {"kind": "number", "label": "Age?"},
            {"kind": "date", "label": "Since when?"},
        ],
        consent="Nimbus may keep this.",
    )
    event = published(event)
    phone, see, step, age, since = event.open_questions()
    desk.force_login(user_of(event.organisation))
    chosen = [choice["id"] for choice in see.choices]
    answers = {f"q{phone.pk}": "<b>3</b>", f"q{see.pk}": chosen, f"q{step.pk}": "yes", f"q{age.pk}": 4}
    ada = interest_of(event, answers=answers | {f"q{since.pk}": "2020-01-31"})
    event.questions.filter(pk=phone.pk).update(label="Changed since", retired_at=datetime.now(UTC))
    Repeat.objects.create(interest=ada, times=2, last_at=datetime.now(UTC))

    text = text_of(desk.get(people(event, f"{ada.public_id}/")))

    assert "Which phone? <b>3</b>" in text
    assert "What to see? Factory and Phone 4" in text
    assert "Step-free? Yes Age? 4 Since when? January 31, 2020" in text
    assert "Nimbus may keep this." in text
    assert "Somebody answered 2 more times with this address." in text
    assert "Changed since" not in text


def test_what_was_done_with_an_answer_names_who_did_it(desk: Client, event: Event) -> None:
    ada = interest_of(event)
    member = user_of(event.organisation, name="Bo Lind")
    record(f"user:{member.pk}", "change", "interest", ada.pk, event_id=event.pk, fields=["party"])

    assert "Bo Lind: Changed the answer" in text_of(desk.get(people(event, f"{ada.public_id}/")))


def test_the_events_journal_tells_of_exports_and_filters(desk: Client, event: Event) -> None:
    desk.post(people(event, "export/"), {"format": "csv", "query": "likelihood=maybe"})
    desk.post(people(event, "filters/"), {"name": "Unsure", "query": "likelihood=maybe"})

    text = text_of(desk.get(f"/desk/{event.organisation.slug}/{event.slug}/journal/"))

    assert "Exported answers" in text
    assert "csv and how sure" in text
    assert "Saved a filter" in text


def test_a_person_of_another_event_is_not_found(desk: Client, event: Event) -> None:
    stranger = interest_of(published())

    assert desk.get(people(event, f"{stranger.public_id}/")).status_code == 404
    assert desk.get(people(event, "nobody/")).status_code == 404
