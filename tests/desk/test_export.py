import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from django.test import Client

from tests.factories import event_of, interest_of, published, question_of, user_of
from turnout.desk import download
from turnout.desk.export import Export, pieces, whole
from turnout.desk.export_command import export
from turnout.events.models import Event, Stage
from turnout.interest.listing import Narrowing, narrowed
from turnout.interest.models import Interest
from turnout.journal.models import Entry

pytestmark = pytest.mark.django_db
FIRST = ["email", "name", "likelihood", "party", "country", "postcode", "via", "verified", "created_at"]
THEN = ["options", "language", "form_version", "public_id"]
NOON = datetime(2026, 11, 22, 12, 30, 5, 999, tzinfo=UTC)


def exported(event: Event) -> Export:
    return Export(event, narrowed(event.pk, Narrowing()))


def as_csv(event: Event) -> list[list[str]]:
    text = b"".join(pieces(exported(event), "csv")).decode()
    return list(csv.reader(io.StringIO(text)))


def as_json(event: Event) -> list[dict[str, Any]]:
    return list(json.loads(b"".join(pieces(exported(event), "json"))))


def as_xlsx(event: Event) -> list[list[Any]]:
    with whole(exported(event), "xlsx") as file:
        sheet = openpyxl.load_workbook(file).worksheets[0]
        return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.fixture
def event() -> Event:
    """One question of each kind, and one person who answered them all."""
    event = event_of(
        options=[{"place": "Oslo"}, {"place": "Rome"}],
        questions=[
            {"label": "Phone"},
            {"kind": "several", "label": "See", "choices": ["Factory", "Phone 4"]},
            {"kind": "one", "label": "Phone", "choices": ["Old", "New"]},
            {"kind": "number", "label": "Age"},
            {"kind": "yesno", "label": "email"},
        ],
    )
    event = published(event)
    phone, see, which, age, mail = event.open_questions()
    interest = interest_of(
        event,
        email="ada@example.org",
        name="Ada, née Łoś",
        options=tuple(option.pk for option in event.open_options()),
        answers={
            f"q{phone.pk}": "Nimbus\n3",
            f"q{see.pk}": [choice["id"] for choice in see.choices],
            f"q{which.pk}": which.choices[1]["id"],
            f"q{age.pk}": -4.5,
            f"q{mail.pk}": "yes",
        },
        at=NOON,
    )
    Interest.objects.filter(pk=interest.pk).update(verified_at=NOON)
    return event


def test_csv_names_its_columns_and_holds_every_answer(event: Event) -> None:
    interest = Interest.objects.get()

    heading, row = as_csv(event)

    assert heading == [*FIRST, *THEN, "Phone", "See", "Phone (2)", "Age", "email (2)"]
    assert row[:7] == ["ada@example.org", "Ada, née Łoś", "definitely", "2", "US", "10001", ""]
    assert row[7:9] == ["yes", "2026-11-22T12:30:05Z"]
    assert row[9:13] == ["Oslo; Rome", "en", "1", interest.public_id]
    assert row[13:] == ["Nimbus\n3", "Factory; Phone 4", "New", "-4.5", "yes"]


def test_json_keeps_numbers_lists_and_truth(event: Event) -> None:
    (person,) = as_json(event)

    assert person["verified"] is True
    assert person["party"] == 2
    assert person["options"] == ["Oslo", "Rome"]
    assert person["See"] == ["Factory", "Phone 4"]
    assert person["Age"] == -4.5
    assert list(person) == [*FIRST, *THEN, "Phone", "See", "Phone (2)", "Age", "email (2)"]


def test_xlsx_has_the_same_columns_and_real_numbers(event: Event) -> None:
    heading, row = as_xlsx(event)

    assert heading == as_csv(event)[0]
    assert row[3] == 2
    assert row[heading.index("Age")] == -4.5
    assert row[heading.index("name")] == "Ada, née Łoś"


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])  # noqa: RUF001
@pytest.mark.parametrize("read", [as_csv, as_xlsx])
def test_a_text_that_begins_like_a_formula_is_no_formula(
    begin: str, read: Callable[[Event], list[list[Any]]]
) -> None:
    event = published(event_of(questions=[{"label": "Phone"}]))
    event.questions.update(label=f"{begin}HEADING()")
    (question,) = event.open_questions()
    interest_of(event, name=f"{begin}1+1", postcode=f"{begin}2", answers={f"q{question.pk}": f"{begin}3"})

    heading, row = read(event)

    assert [heading[-1][0], row[1][0], row[5][0], row[-1][0]] == ["'"] * 4


def test_a_retired_question_keeps_its_column(event: Event) -> None:
    event.questions.filter(label="Age").update(retired_at=NOON)

    assert "Age" in as_csv(event)[0]


@pytest.mark.parametrize(("read", "empty"), [(as_csv, 1), (as_json, 0), (as_xlsx, 1)])
def test_nobody_is_an_empty_table(read: Callable[[Event], list[Any]], empty: int) -> None:
    assert len(read(published())) == empty


@pytest.mark.parametrize(("people", "queries"), [(1, 4), (3, 4)])
def test_a_row_costs_no_query(django_assert_num_queries: Any, people: int, queries: int) -> None:
    event = published()
    for _ in range(people):
        interest_of(event)

    with django_assert_num_queries(queries):
        as_csv(event)


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json"])
def test_the_desk_hands_out_what_the_list_shows_and_notes_it(client: Client, kind: str) -> None:
    event = published()
    editor = user_of(event.organisation, "editor")
    interest_of(event, email="sure@example.org", likelihood="definitely")
    interest_of(event, email="unsure@example.org", likelihood="maybe")
    client.force_login(editor)

    answer = client.post(
        f"/desk/{event.organisation.slug}/{event.slug}/people/export/",
        {"format": kind, "query": "likelihood=maybe&sort=name"},
    )
    file = answer.getvalue()

    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{event.slug}-')
    assert b"sure@example.org" in file or kind == "xlsx"
    assert file.count(b"@example.org") == (0 if kind == "xlsx" else 1)
    entry = Entry.objects.get(verb="export")
    assert (entry.actor, entry.event_id, entry.fields) == (
        f"user:{editor.pk}",
        event.pk,
        [kind, "likelihood"],
    )


def test_the_page_says_how_many_and_keeps_what_narrows(client: Client) -> None:
    event = published()
    interest_of(event, likelihood="maybe")
    interest_of(event, likelihood="maybe", name="Zoë")
    client.force_login(user_of(event.organisation))

    page = client.get(
        f"/desk/{event.organisation.slug}/{event.slug}/people/export/?q=Zo%C3%AB&likelihood=maybe"
    )

    assert "Export 1 person" in page.content.decode()
    assert 'value="q=Zo%C3%AB&amp;likelihood=maybe"' in page.content.decode()
    assert not Entry.objects.filter(verb="export").exists()


def test_a_spreadsheet_of_too_many_is_left_to_the_command(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "XLSX_AT_ONCE", 1)
    event = published()
    interest_of(event, likelihood="maybe")
    interest_of(event)
    client.force_login(user_of(event.organisation))
    address = f"/desk/{event.organisation.slug}/{event.slug}/people/export/"

    page = client.get(address).content.decode()

    assert 'value="xlsx"' not in page
    assert "turnout export" in page
    assert client.post(address, {"format": "xlsx"}).status_code == 400
    assert 'value="xlsx"' in client.get(f"{address}?likelihood=maybe").content.decode()
    file = client.post(address, {"format": "xlsx", "query": "likelihood=maybe"})
    assert file.getvalue().startswith(b"PK")


def test_an_unknown_format_is_refused_and_not_noted(client: Client) -> None:
    event = published()
    client.force_login(user_of(event.organisation))

    answer = client.post(f"/desk/{event.organisation.slug}/{event.slug}/people/export/", {"format": "exe"})

    assert answer.status_code == 400
    assert not Entry.objects.filter(verb="export").exists()


def test_the_command_writes_a_file_and_notes_it(tmp_path: Any, event: Event) -> None:
    path = tmp_path / "people.csv"

    result = CliRunner().invoke(export, [event.slug, "--format", "csv", "--output", str(path)])

    assert result.exit_code == 0, result.output
    assert list(csv.reader(io.StringIO(path.read_bytes().decode()))) == as_csv(event)
    assert Entry.objects.get(verb="export").actor == "system"


def test_the_command_writes_to_standard_output(event: Event) -> None:
    result = CliRunner().invoke(export, [event.slug, "--format", "json"])

    assert json.loads(result.stdout_bytes) == as_json(event)


def test_the_command_says_which_event_there_is_not() -> None:
    result = CliRunner().invoke(export, ["atlantis"])

    assert result.exit_code == 1
    assert "There is no event atlantis." in result.output


def test_a_draft_can_be_exported() -> None:
    assert len(as_csv(event_of(stage=Stage.DRAFT))) == 1


def test_two_questions_of_one_name_have_a_column_each() -> None:
    event = event_of(questions=[{"label": "Size"}, {"label": "Size"}])
    question_of(event, label="Size (2)")

    assert as_csv(published(event))[0][-3:] == ["Size", "Size (2)", "Size (2) (2)"]
