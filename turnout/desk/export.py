"""All answers of an event as a file, row after row: memory stays flat however many there are."""

import csv
import io
import json
import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Any

import xlsxwriter
from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from turnout.events.models import Event, Question
from turnout.interest.listing import in_batches
from turnout.interest.models import Interest
from turnout.journal.record import record

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
FIRST = ["email", "name", "likelihood", "party", "country", "postcode", "via", "verified", "created_at"]
THEN = ["options", "language", "form_version", "public_id"]
_VERIFIED, _OPTIONS = FIRST.index("verified"), len(FIRST)
_TYPED = [_OPTIONS, *[FIRST.index(name) for name in ("email", "name", "postcode", "via")]]
# What a spreadsheet takes for the beginning of a formula, also as some keyboards type it, in full width.
_FORMULA = frozenset("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
# A sheet holds 2**20 rows, one of them the heading.
SHEET_ROWS = 2**20 - 1

Row = list[Any]


class Export:
    """The answers as rows of plain values: text, whole numbers, truth, and lists of text."""

    def __init__(self, event: Event, interests: QuerySet[Interest]) -> None:
        self.interests = interests
        self.options = {option.pk: str(option) for option in event.options.all()}
        self.questions = list(event.questions.all())
        self.columns = [*FIRST, *THEN, *_distinct([question.label for question in self.questions])]
        self._chosen: dict[str, list[str]] = {}

    def batches(self) -> Iterator[list[Row]]:
        # As texts: what Django makes of each time and each list would take longer than all the rest.
        as_text = [Cast(name, TextField()) for name in ("verified_at", "created_at", "options", "answers")]
        columns = [*FIRST[:7], "language", "form_version", "public_id", *as_text]
        for batch in in_batches(self.interests, *columns):
            yield [self._row(values) for values in batch]

    def _row(self, values: tuple[Any, ...]) -> Row:
        (_, email, name, likelihood, party, country, postcode, via, language, version, public_id) = values[
            :11
        ]
        verified_at, created_at, options, answers = values[11:]
        # There are few different choices, and many who made them.
        chosen = self._chosen.get(options) or self._names(options)
        instant = f"{created_at[:10]}T{created_at[11:19]}Z"
        row = [email, name, likelihood, party, country, postcode, via, verified_at is not None, instant]
        row += [chosen, language, version, public_id]
        if self.questions:
            given = json.loads(answers)
            row += [_answer(question, given.get(f"q{question.pk}")) for question in self.questions]
        return row

    def _names(self, options: str) -> list[str]:
        names = [self.options.get(each, str(each)) for each in json.loads(options)]
        self._chosen[options] = names
        return names


def _distinct(labels: list[str]) -> list[str]:
    """Two questions of one name are told apart by a number, and from the other columns."""
    taken = {*FIRST, *THEN}
    found = []
    for label in labels:
        name, number = label, 1
        while name in taken:
            number += 1
            name = f"{label} ({number})"
        taken.add(name)
        found.append(name)
    return found


def _answer(question: Question, value: Any) -> Any:
    """Choices by their labels; the rest as it was given."""
    if value is None:
        return ""
    if question.kind == Question.Kind.ONE:
        return _label(question, value)
    if question.kind == Question.Kind.SEVERAL:
        return [_label(question, each) for each in value]
    return value


def _label(question: Question, value: str) -> str:
    return next((str(choice["label"]) for choice in question.choices if choice["id"] == value), value)


def write(export: Export, kind: str, file: IO[bytes]) -> Iterator[int]:
    """Write them to the file, and say after each batch how many were written so far."""
    return {"csv": _write_csv, "json": _write_json, "xlsx": _write_xlsx}[kind](export, file)


def _write_csv(export: Export, file: IO[bytes]) -> Iterator[int]:
    done = 0
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(map(_cell, export.columns))
    for batch in export.batches():
        writer.writerows(map(_cells, batch))
        file.write(text.getvalue().encode())
        text.seek(0)
        text.truncate()
        done += len(batch)
        yield done
    file.write(text.getvalue().encode())


def _cells(row: Row) -> Row:
    """As a spreadsheet may show them and never computes them. What nobody can type is left as it is."""
    cells = row.copy()
    cells[_VERIFIED] = "yes" if cells[_VERIFIED] else "no"
    cells[_OPTIONS] = "; ".join(cells[_OPTIONS])
    for place in _TYPED:
        if cells[place][:1] in _FORMULA:
            cells[place] = "'" + cells[place]
    for place in range(len(FIRST) + len(THEN), len(cells)):
        cells[place] = _cell(cells[place])
    return cells


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        value = "; ".join(value)
    return "'" + value if isinstance(value, str) and value[:1] in _FORMULA else value


def _write_json(export: Export, file: IO[bytes]) -> Iterator[int]:
    """One array, a person on each line."""
    done = 0
    before = "[\n"
    for batch in export.batches():
        lines = [json.dumps(dict(zip(export.columns, row, strict=True)), ensure_ascii=False) for row in batch]
        file.write((before + ",\n".join(lines)).encode())
        before = ",\n"
        done += len(batch)
        yield done
    file.write(b"\n]\n" if done else b"[]\n")


def _write_xlsx(export: Export, file: IO[bytes]) -> Iterator[int]:
    done = 0
    # A row is written to the disk as soon as the next begins.
    book = xlsxwriter.Workbook(file, {"constant_memory": True, "use_zip64": True})
    for batch in export.batches():
        for row in batch:
            if done % SHEET_ROWS == 0:
                sheet = book.add_worksheet()
                _write_row(sheet, 0, map(_cell, export.columns))
            _write_row(sheet, done % SHEET_ROWS + 1, _cells(row))
            done += 1
        yield done
    if not done:
        _write_row(book.add_worksheet(), 0, map(_cell, export.columns))
    book.close()


def _write_row(sheet: Any, number: int, cells: Iterable[Any]) -> None:
    for column, value in enumerate(cells):
        # By its type: a text is never read as a formula, a number or an address.
        if isinstance(value, str):
            sheet.write_string(number, column, value)
        else:
            sheet.write_number(number, column, value)


def pieces(export: Export, kind: str) -> Iterator[bytes]:
    """The file as it grows, of a kind that can be read from its beginning."""
    buffer = io.BytesIO()
    for _ in write(export, kind, buffer):
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def whole(export: Export, kind: str) -> IO[bytes]:
    """The finished file, at its beginning; it is gone from the disk when it is closed."""
    file = tempfile.TemporaryFile()  # noqa: SIM115 - whoever asked closes it
    for _ in write(export, kind, file):
        pass
    file.seek(0)
    return file


def note_export(event: Event, actor: str, kind: str, query: Iterable[str]) -> None:
    """Who took answers out of the house, in which form, and by what they were narrowed."""
    record(
        actor,
        "export",
        "interests",
        None,
        organisation_id=event.organisation_id,
        event_id=event.pk,
        fields=[kind, *sorted(query)],
    )
