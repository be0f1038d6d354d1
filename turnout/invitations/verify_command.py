"""`turnout verify-draw FILE`: from the file alone, without a database and without a network."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import click

from turnout.rules import drand
from turnout.rules.draw import OPEN, as_code
from turnout.rules.draw_check import Untrue, check_record
from turnout.rules.draw_reading import MOST_BYTES, Record, Unreadable, read_record
from turnout.rules.draw_record import Round

UNREADABLE = {
    "size": "The file is far too large for a draw's record.",
    "json": "This is no JSON file, or a damaged one.",
    "twice": "The same key stands twice in one object, beginning with “{where}”.",
    "object": "There is no object where the record needs one: {where}.",
    "format": "This is no record of a draw, or one of a format that this program does not know.",
    "algorithm": "The draw was held by an algorithm that this program does not know.",
    "keys": "A key is missing or should not be there: {where}.",
    "number": "There is no whole number in its range: {where}.",
    "text": "There is no text, or not one that can be hashed: {where}.",
    "list": "There is no list where the record needs one: {where}.",
    "hexadecimal": "This is not written in small hexadecimal digits of the right number: {where}.",
    "quotas": "The quota groups have no codes, or two have the same.",
    "quota seats": "The quota groups have more seats than there are in all.",
    "entry": "This entry is not one: {where}.",
    "order": "The entries are not sorted by their codes, or one stands twice: {where}.",
    "chain": "The round is of another beacon than drand's quicknet.",
    "kind": "It is decided by something that this program does not know.",
    "sources": "The announced numbers cannot be drawn like that.",
    "place": "This place is not one: {where}.",
    "code": "Something in the order is no code: {where}.",
}
UNTRUE = {
    "commitment": "The entries are not those that were committed to: their hash is {computed}, not {said}.",
    "too soon": "The randomness came only {lead} seconds after the entries were closed; 600 are needed.",
    "too few outcomes": "The announced numbers have only {outcomes} outcomes: somebody could try them all.",
    "round": "Round {said} was named, but by the formula it is round {computed}.",
    "no randomness": "There is a result, but nothing that decided it.",
    "signature": "The beacon's network did not sign this for round {round}.",
    "text": "These are not numbers as they were announced, to the letter: {said}.",
    "value": "The randomness is {computed}, not {said}.",
    "seed": "The seed is {computed}, not {said}.",
    "order": "Rank {rank} is {computed}, and the record says {said}.",
    "places": "Place {place} goes to {computed}, and the record says {said}.",
}
FOUND = {
    "commitment": "The entries have the hash that was committed to.",
    "named": "The randomness was named at least ten minutes before it existed, by the formula.",
    "randomness": "The randomness is genuine.",
    "seed": "The seed follows from both.",
    "order": "Every entry has the rank that follows from the seed.",
    "places": "The seats were filled by the rule.",
}


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--commitment", help="The hash in your mail: is it this draw's?")
@click.option("--code", help="An entry code: what became of it?")
def verify_draw(file: Path, commitment: str | None, code: str | None) -> None:
    """Compute a draw's record again: FILE is what its page offers for download.

    Needs neither a database nor a network. Ends with 1 where the record is not a true one.
    """
    try:
        record = _read(file)
        _compare(record, commitment)
        found = check_record(record)
    except Unreadable as refusal:
        _fail(UNREADABLE[refusal.what].format(where=_short(refusal.where)))
    except Untrue as refusal:
        _fail(UNTRUE[refusal.what].format(**{name: _short(fact) for name, fact in refusal.facts.items()}))
    _say(record, found)
    if code is not None:
        _tell(record, as_code(code))


def _read(file: Path) -> Record:
    if file.stat().st_size > MOST_BYTES:
        raise Unreadable("size")
    return read_record(file.read_bytes())


def _compare(record: Record, mailed: str | None) -> None:
    if mailed is not None and mailed.strip().lower() != record.commitment:
        _fail("This is another draw, or an altered one: the hash in your mail is not this record's.")


def _say(record: Record, found: Sequence[str]) -> None:
    frozen = record.frozen
    click.echo(f"{_short(frozen.event)} · {_short(frozen.host)}")
    click.echo(
        f"{len(frozen.entries):,} entries for {frozen.seats:,} seats, closed {_moment(frozen.closed)}."
    )
    named = frozen.randomness
    if isinstance(named, Round):
        when = _moment(drand.time_of(named.number))
        click.echo(f"Decided by round {named.number} of drand's quicknet, {when}.")
    else:
        names = ", ".join(_short(each.name) for each in named.sources)
        click.echo(f"Decided by public numbers, {_moment(named.at)}: {names}.")
    for step in found:
        click.echo(f"  ok  {FOUND[step]}")
    if record.outcome is None:
        said = "The draw was abandoned." if record.abandoned else "The result is still to come."
        click.echo(f"True as far as it goes. {said}")
    else:
        click.echo(f"True. {len(record.outcome.places):,} entries got their seats.")


def _tell(record: Record, code: str) -> None:
    outcome = record.outcome
    entry = next((each for each in record.frozen.entries if each.code == code), None)
    if entry is None:
        _fail(f"There is no entry {_short(code)} in this draw.")
    elif outcome is None:
        click.echo(f"Entry {code} takes part, for {entry.party} people, with a weight of {entry.weight}.")
    else:
        rank = outcome.order.index(code) + 1
        place = next((each for each in outcome.places if each.code == code), None)
        fate = "is on the waitlist or has no place"
        if place:
            of_quota = "" if place.quota == OPEN else f" among the seats for {_name(record, place.quota)}"
            fate = f"got its {entry.party} seats{of_quota}"
        click.echo(f"Entry {code} was number {rank:,} of {len(outcome.order):,}, and {fate}.")


def _name(record: Record, quota: str) -> str:
    return next(_short(each.name) for each in record.frozen.quotas if each.code == quota)


def _moment(seconds: int) -> str:
    try:
        return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M:%S} UTC"
    except (ValueError, OverflowError, OSError):
        return f"{seconds} seconds after 1970"


def _short(fact: object) -> str:
    """What a stranger's file says: on one line, and no letters that move a terminal."""
    text = "".join(each if each.isprintable() else " " for each in str(fact))
    return text if len(text) <= 120 else text[:119] + "…"


def _fail(sentence: str) -> NoReturn:
    click.echo(sentence, err=True)
    sys.exit(1)
