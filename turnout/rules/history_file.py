"""Past events from a table as spreadsheets write it: one row an event, or one row a person.

An event's row has its name, date, how many said yes and how many came. A person's row has the event's name
and date and whether this person came; names and addresses beside that are not looked at. Columns are known
by their titles, in any order. What cannot be read is told line by line, and everything at once.
"""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from turnout.rules.history import Alike, Happened, cells_of

MOST_LINES = 200_000
MOST_HEADS = 1_000_000

_TITLES = {
    "event": ("event", "event name", "title", "group", "evento", "活动", "活动名称"),
    "date": ("date", "day", "fecha", "día", "日期"),
    "said": (
        "said",
        "said yes",
        "yes",
        "registered",
        "rsvp",
        "dijeron que sí",
        "inscritos",
        "报名",
        "报名人数",
    ),
    "came": (
        "came",
        "attended",
        "arrived",
        "showed up",
        "vinieron",
        "vino",
        "asistieron",
        "到场",
        "到场人数",
    ),
    "walk_ins": ("walk-ins", "walk ins", "without a ticket", "sin entrada", "无票入场"),
    "kind": ("kind", "tipo", "类型"),
    "lead": ("lead", "days before", "días antes", "提前天数"),
    "party": ("party", "people", "personas", "人数"),
    "said_on": ("said on", "registered on", "fecha de inscripción", "报名日期"),
    "distance": ("distance", "km", "distancia", "距离"),
    "verified": ("verified", "e-mail confirmed", "correo confirmado", "邮箱已确认"),
}
_TITLE_OF = {title: name for name, titles in _TITLES.items() for title in titles}
_WORDS = {
    "maybe": ("maybe", "quizá", "quizás", "也许"),
    "probably": ("probably", "probablemente", "可能"),
    "definitely": ("definitely", "seguro", "一定"),
    "claimed": ("claimed", "yes", "free", "registered", "sí", "gratis", "gratuito", "免费"),
    "paid": ("paid", "pagado", "de pago", "付费"),
}
_WORD_OF = {word: name for name, words in _WORDS.items() for word in words}
_YES = frozenset({"1", "yes", "y", "true", "x", "sí", "si", "是", "✓"})
_NO = frozenset({"0", "no", "n", "false", "", "-", "否"})
_USUAL_LEAD = 21
One = tuple[Alike, bool]


@dataclass(frozen=True)
class Problem:
    """`code`: header, event, date, number, too_many, yes_no, kind, lines; `value` as it was written."""

    line: int
    code: str
    column: str = ""
    value: str = ""


@dataclass(frozen=True)
class Table:
    """What was read: `by_person` where each row was one; `unknown` are the titles nobody looked at."""

    events: tuple[Happened, ...] = ()
    problems: tuple[Problem, ...] = ()
    by_person: bool = False
    rows: int = 0
    unknown: tuple[str, ...] = ()


class _Unreadable(Exception):
    def __init__(self, code: str, column: str, value: str) -> None:
        self.problem = (code, column, value)


@dataclass
class _Found:
    events: list[Happened] = field(default_factory=list)
    people: dict[tuple[str, date], list[One]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    rows: int = 0


def read_history(text: str) -> Table:
    lines = list(_lines(text))
    if not lines:
        return Table(problems=(Problem(1, "header", "event, date, came"),))
    titles = [_TITLE_OF.get(_plain(title), "") for title in lines[0][1]]
    unknown = tuple(title for title, name in zip(lines[0][1], titles, strict=True) if not name and title)
    lacking = [name for name in ("event", "date", "came") if name not in titles]
    if lacking:
        return Table(problems=(Problem(lines[0][0], "header", ", ".join(lacking)),), unknown=unknown)
    if len(lines) > MOST_LINES:
        return Table(problems=(Problem(MOST_LINES, "lines", value=str(MOST_LINES)),), unknown=unknown)
    rows = [(number, _named(titles, cells)) for number, cells in lines[1:]]
    by_person = not any(row.get("said", "").isdigit() for _, row in rows)
    found = _read(rows, by_person=by_person)
    people = [_of_people(name, day, them) for (name, day), them in found.people.items()]
    events = sorted([*found.events, *people], key=lambda event: (event.date, event.name))
    return Table(tuple(events), tuple(found.problems), by_person, found.rows, unknown)


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines that are not empty, with their numbers; the separator is what the first line has most of."""
    text = text.removeprefix("\ufeff")
    first = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text), delimiter=max(",;\t", key=first.count))
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip() for cell in cells]


def _named(titles: Sequence[str], cells: Sequence[str]) -> dict[str, str]:
    return {title: cell for title, cell in zip(titles, cells, strict=False) if title}


def _read(rows: Sequence[tuple[int, Mapping[str, str]]], *, by_person: bool) -> _Found:
    found = _Found(rows=len(rows))
    for number, row in rows:
        try:
            if by_person:
                key, one = _person(row)
                found.people.setdefault(key, []).append(one)
            else:
                found.events.append(_event(row))
        except _Unreadable as unreadable:
            found.problems.append(Problem(number, *unreadable.problem))
    return found


def _event(row: Mapping[str, str]) -> Happened:
    """Who came beyond those who had said so came without it."""
    name, day = _which(row)
    said, came = _number(row, "said"), _number(row, "came")
    walk_ins = _number(row, "walk_ins") if row.get("walk_ins") else 0
    lead = _number(row, "lead") if row.get("lead") else None
    return Happened(
        name, day, said, min(came, said), walk_ins + max(came - said, 0), _kind(row, "kind"), lead
    )


def _person(row: Mapping[str, str]) -> tuple[tuple[str, date], One]:
    name, day = _which(row)
    party = _number(row, "party") if row.get("party") else 1
    if not 0 < party <= 20:
        raise _Unreadable("number", "party", row["party"])
    lead = (day - _date(row, "said_on")).days if row.get("said_on") else _USUAL_LEAD
    distance = _number(row, "distance") if row.get("distance") else -1
    verified = _yes(row, "verified") if row.get("verified") else True
    alike = Alike(_kind(row, "said"), party, max(lead, 0), distance, verified)
    return (name, day), (alike, _yes(row, "came"))


def _of_people(name: str, day: date, people: Sequence[One]) -> Happened:
    said = sum(alike.party for alike, _ in people)
    came = sum(alike.party for alike, has_come in people if has_come)
    kinds = {alike.said for alike, _ in people}
    kind = kinds.pop() if len(kinds) == 1 else "mixed"
    return Happened(name, day, said, came, kind=kind, cells=cells_of(people))


def _which(row: Mapping[str, str]) -> tuple[str, date]:
    name = row.get("event", "")[:120]
    if not name:
        raise _Unreadable("event", "event", "")
    return name, _date(row, "date")


def _date(row: Mapping[str, str], column: str) -> date:
    """Where day and month can be told apart: 2026-05-31, or 31.05.2026."""
    value = row.get(column, "")
    for written in ("%Y-%m-%d", "%d.%m.%Y", "%Y/%m/%d"):
        try:
            return datetime.strptime(value[:10], written).date()  # noqa: DTZ007 - a day, in no zone
        except ValueError:
            continue
    raise _Unreadable("date", column, value)


def _number(row: Mapping[str, str], column: str) -> int:
    value = row.get(column, "").replace(" ", "")
    if not value.isdecimal():
        raise _Unreadable("number", column, row.get(column, ""))
    if int(value) > MOST_HEADS:
        raise _Unreadable("too_many", column, value)
    return int(value)


def _yes(row: Mapping[str, str], column: str) -> bool:
    value = _plain(row.get(column, ""))
    if value not in _YES | _NO:
        raise _Unreadable("yes_no", column, row.get(column, ""))
    return value in _YES


def _kind(row: Mapping[str, str], column: str) -> str:
    value = _plain(row.get(column, ""))
    if not value:
        return "claimed"
    if value not in _WORD_OF:
        raise _Unreadable("kind", column, row[column])
    return _WORD_OF[value]


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split())
