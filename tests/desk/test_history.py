"""Past events at the desk: brought in with a look at them first, and taken back."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from tests.factories import ACTOR, organisation_of, user_of
from tests.interest.page import text_of
from turnout.accounts.models import Organisation, Role
from turnout.forecasts.bring_in import bring_in
from turnout.forecasts.latest import latest
from turnout.forecasts.models import Outcome
from turnout.rules.history_file import read_history

pytestmark = pytest.mark.django_db

TABLE = "event,date,said yes,came\nSpring meeting,2026-04-18,140,88\nFan day,2026-06-06,310,205\n"


@pytest.fixture
def organisation(client: Client) -> Organisation:
    found = organisation_of()
    client.force_login(user_of(found, role=Role.EDITOR))
    return found


def page_of(organisation: Organisation) -> str:
    return f"/desk/{organisation.slug}/past-events/"


def filled(organisation: Organisation, many: int) -> None:
    from django.utils import timezone

    rows = "".join(f"Event {number},2026-04-0{number},140,88\n" for number in range(1, many + 1))
    bring_in(organisation, ACTOR, read_history(f"event,date,said,came\n{rows}").events, timezone.now())


@pytest.mark.parametrize("events", [1, 3])
def test_the_list_costs_the_same_however_many_there_are(
    client: Client, organisation: Organisation, events: int, django_assert_num_queries: Any
) -> None:
    filled(organisation, events)
    client.get("/desk/")  # the first page of a session is noted

    with django_assert_num_queries(5):
        page = client.get(page_of(organisation))

    assert f"They know {events} so far." in text_of(page)


def test_a_table_is_looked_at_first_then_kept_and_taken_back(
    client: Client, organisation: Organisation
) -> None:
    here = page_of(organisation)

    looked = client.post(here, {"table": TABLE})
    before = Outcome.objects.count()
    kept = client.post(here, {"table": TABLE, "do": "keep"}, follow=True)
    version = latest(organisation.pk)
    taken = client.post(kept.redirect_chain[-1][0], follow=True)

    assert "2 past events can be read" in text_of(looked)
    assert before == 0
    assert "2 past events are in." in text_of(kept)
    assert version is not None
    assert version.events == 2
    assert "Taken back." in text_of(taken)
    assert latest(organisation.pk) is None


def test_a_file_of_people_is_counted_and_says_what_it_did_not_look_at(
    client: Client, organisation: Organisation
) -> None:
    people = "\ufeffname;event;date;came\nAda Okafor;Fan day;2026-06-06;yes\nBen Lee;Fan day;2026-06-06;no\n"
    file = SimpleUploadedFile("people.csv", people.encode())

    text = text_of(client.post(page_of(organisation), {"file": file}))

    assert "1 past event can be read From 2 people. Only counts are kept: no name and no address." in text
    assert "Not looked at: name." in text


def test_a_line_that_cannot_be_read_is_named_and_all_that_was_typed_stays(
    client: Client, organisation: Organisation
) -> None:
    table = TABLE + "Winter,05/31/2026,10,5\nAutumn,2026-10-01,ten,5\n"

    page = client.post(page_of(organisation), {"table": table, "do": "keep"})

    assert page.status_code == 422
    assert "Line 4: “05/31/2026” is no date that we can read. Write 2026-05-31." in text_of(page)
    assert "Line 5, said: “ten” is not a whole number." in text_of(page)
    assert "Winter,05/31/2026,10,5" in page.content.decode()
    assert not Outcome.objects.exists()


def test_what_is_there_already_is_told(client: Client, organisation: Organisation) -> None:
    client.post(page_of(organisation), {"table": TABLE, "do": "keep"})

    one_more = client.post(page_of(organisation), {"table": TABLE + "Winter,2026-01-10,10,5\n"})
    nothing_new = client.post(page_of(organisation), {"table": TABLE})
    again = client.post(page_of(organisation), {"table": TABLE, "do": "keep"}, follow=True)

    assert "1 past event can be read 2 more are there already and stay as they are." in text_of(one_more)
    assert "Nothing new" in text_of(nothing_new)
    assert "All of these were there already." in text_of(again)
    assert Outcome.objects.count() == 2


@pytest.mark.parametrize(
    ("sent", "problem"),
    [
        ({}, "Choose a file, or paste the table."),
        ({"file": b"\xff\xfe\x00"}, "This is not a CSV file in UTF-8."),
        ({"file": b"x" * 1_000_001}, "The file is larger than 1 MB."),
    ],
)
def test_what_is_no_table_is_said(
    client: Client, organisation: Organisation, sent: dict[str, bytes], problem: str
) -> None:
    files = {name: SimpleUploadedFile("past.csv", content) for name, content in sent.items()}

    page = client.post(page_of(organisation), files)

    assert page.status_code == 422
    assert problem in text_of(page)


def test_one_event_is_removed_and_put_back(client: Client, organisation: Organisation) -> None:
    filled(organisation, 2)
    outcome = Outcome.objects.filter(organisation=organisation)[0]
    here = f"{page_of(organisation)}{outcome.pk}/"

    removed = text_of(client.post(f"{here}remove/", follow=True))
    without = text_of(client.get(page_of(organisation)))
    back = text_of(client.post(f"{here}put-back/", follow=True))

    assert "It is removed: nothing is learned from it." in removed
    assert "They know 1 so far." in without
    assert "Forecasts forget it at once" in back
    assert "They know 2 so far." in text_of(client.get(page_of(organisation)))


def test_an_event_that_came_in_again_is_not_put_back_beside_itself(
    client: Client, organisation: Organisation
) -> None:
    filled(organisation, 1)
    first = Outcome.objects.get()
    client.post(f"{page_of(organisation)}{first.pk}/remove/")
    filled(organisation, 1)

    told = text_of(client.post(f"{page_of(organisation)}{first.pk}/put-back/", follow=True))

    assert "It has come in again meanwhile." in told


def test_another_organisations_past_is_not_there(client: Client, organisation: Organisation) -> None:
    other = organisation_of()
    filled(other, 1)
    outcome = Outcome.objects.get()

    pages = [
        client.get(page_of(other)),
        client.get(f"{page_of(organisation)}{outcome.pk}/"),
        client.post(f"{page_of(organisation)}{outcome.pk}/remove/"),
        client.post(f"{page_of(organisation)}files/{outcome.brought_id}/"),
    ]

    assert [page.status_code for page in pages] == [404, 404, 404, 404]
