"""What past events teach, and how they come in."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.factories import ACTOR, event_of, interest_of, organisation_of
from turnout.accounts.models import Organisation
from turnout.cli import main
from turnout.events.models import Stage
from turnout.forecasts.bring_in import bring_in, take_back
from turnout.forecasts.current import current
from turnout.forecasts.keep_forecast import keep_forecast
from turnout.forecasts.latest import latest
from turnout.forecasts.learn_outcomes import due, learn, learned_again
from turnout.forecasts.models import Outcome, Version
from turnout.forecasts.record_outcome import record_outcome
from turnout.forecasts.refusals import AlreadyKnown, NothingNew, ThereAgain
from turnout.forecasts.remove_outcome import put_back, remove_outcome
from turnout.journal.models import Entry
from turnout.rules.history import Alike, Cell, Happened

pytestmark = pytest.mark.django_db

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
CELLS = (Cell(Alike("definitely", 1, 21, -1, True), 60, 30), Cell(Alike("claimed", 2, 7, 50, True), 20, 10))
PAST = (
    Happened("Spring", date(2026, 4, 1), 100, 45),
    Happened("Summer", date(2026, 7, 1), 100, 50, cells=CELLS),
)


def version_of(organisation: Organisation) -> Version:
    found = latest(organisation.pk)
    assert found is not None
    return found


def test_what_was_brought_in_is_learned_at_once_and_can_be_learned_again_exactly():
    organisation = organisation_of()

    brought = bring_in(organisation, ACTOR, PAST, NOW)

    version = version_of(organisation)
    assert (version.number, version.events, brought.events) == (1, 2, 2)
    assert learned_again(version).as_json() == version.learned
    assert Entry.objects.get(noun="brought").verb == "bring_in"


def test_an_event_that_is_there_already_stays_as_it_is():
    organisation = organisation_of()
    bring_in(organisation, ACTOR, PAST[:1], NOW)

    brought = bring_in(organisation, ACTOR, PAST, NOW + timedelta(days=1))

    assert brought.events == 1
    assert Outcome.objects.filter(organisation=organisation).count() == 2
    with pytest.raises(NothingNew):
        bring_in(organisation, ACTOR, PAST, NOW + timedelta(days=2))


def test_a_file_that_is_taken_back_has_taught_nothing():
    organisation = organisation_of()
    brought = bring_in(organisation, ACTOR, PAST, NOW)

    take_back(brought, ACTOR, NOW + timedelta(minutes=1))
    take_back(brought, ACTOR, NOW + timedelta(minutes=2))

    assert latest(organisation.pk) is None
    assert Version.objects.filter(organisation=organisation).count() == 2
    assert bring_in(organisation, ACTOR, PAST, NOW + timedelta(minutes=3)).events == 2


def test_an_event_is_removed_and_put_back():
    organisation = organisation_of()
    bring_in(organisation, ACTOR, PAST, NOW)
    before = version_of(organisation)
    spring = Outcome.objects.get(organisation=organisation, name="Spring")

    remove_outcome(spring, ACTOR, NOW + timedelta(minutes=1))
    without = version_of(organisation)
    put_back(spring, ACTOR, NOW + timedelta(minutes=2))

    assert without.events == 1
    assert version_of(organisation).learned == before.learned


def test_an_event_that_came_in_again_cannot_be_put_back():
    organisation = organisation_of()
    bring_in(organisation, ACTOR, PAST[:1], NOW)
    spring = Outcome.objects.get(organisation=organisation)
    remove_outcome(spring, ACTOR, NOW + timedelta(minutes=1))
    bring_in(organisation, ACTOR, PAST[:1], NOW + timedelta(minutes=2))

    with pytest.raises(ThereAgain):
        put_back(spring, ACTOR, NOW + timedelta(minutes=3))


def test_what_was_not_learned_after_a_change_is_due():
    organisation = organisation_of()
    other = organisation_of()
    bring_in(organisation, ACTOR, PAST[:1], NOW)
    for each in (organisation, other):
        Outcome.objects.create(
            organisation=each,
            name="Winter",
            date="2026-01-01",
            said=9,
            came=3,
            changed_at=NOW + timedelta(days=1),
        )

    waiting = due(NOW)
    for pk in waiting:
        learn(pk, NOW)

    assert sorted(waiting) == [organisation.pk, other.pk]
    assert version_of(organisation).events == 2
    assert due(NOW) == []


def test_who_came_to_an_own_event_is_learned_beside_what_was_forecast():
    event = event_of(
        stage=Stage.CLOSED, options=[{"place": "New York", "country": "US", "date": date(2026, 11, 28)}]
    )
    for _ in range(5):
        interest_of(event, at=NOW - timedelta(days=9), likelihood="definitely", party=2)
    keep_forecast(event.pk, NOW)
    event.stage = Stage.PAST
    event.save()

    outcome = record_outcome(event, ACTOR, came=7, walk_ins=1, now=NOW + timedelta(days=5))

    assert (outcome.said, outcome.came, outcome.walk_ins, outcome.date) == (10, 6, 1, date(2026, 11, 28))
    assert 4 < (outcome.expected or 0) < 7
    assert version_of(event.organisation).events == 1
    with pytest.raises(AlreadyKnown):
        record_outcome(event, ACTOR, came=8, walk_ins=1, now=NOW + timedelta(days=6))


def test_more_who_came_than_had_said_so_came_without_it():
    event = event_of(stage=Stage.PAST)
    interest_of(event, at=NOW, party=2)

    outcome = record_outcome(event, ACTOR, came=9, walk_ins=0, now=NOW)

    assert (outcome.said, outcome.came, outcome.walk_ins) == (2, 2, 7)


def test_a_forecast_names_what_it_had_learned_of_and_hides_it_when_asked():
    event = event_of(stage=Stage.GAUGING)
    for _ in range(20):
        interest_of(event, at=NOW, likelihood="definitely", party=1)
    bring_in(
        event.organisation, ACTOR, [Happened(f"{n}", date(2026, 1, n), 100, 20) for n in range(1, 9)], NOW
    )

    with_history = current(event, NOW)
    without = current(event, NOW, with_history=False)

    assert (with_history.version, with_history.forecast.events) == (version_of(event.organisation), 8)
    assert (without.version, without.forecast.events) == (None, 0)
    assert with_history.forecast.median < without.forecast.median


def test_the_command_brings_a_file_in_once(tmp_path: Path):
    organisation = organisation_of()
    file = tmp_path / "past.csv"
    file.write_text("event,date,said yes,came\nSpring,2026-04-01,100,45\nSummer,2026-07-01,80,60\n")
    command = ["import", "history", str(file), "--organisation", organisation.slug]

    tried = CliRunner().invoke(main, [*command, "--dry-run"])
    first = CliRunner().invoke(main, command)
    second = CliRunner().invoke(main, command)

    assert tried.output == "2 past events would be brought in; 0 were there already.\n"
    assert first.output == "2 past events brought in; 0 were there already.\n"
    assert second.output == "0 past events brought in; 2 were there already.\n"
    assert version_of(organisation).events == 2


def test_the_command_tells_each_line_that_it_cannot_read_and_keeps_nothing(tmp_path: Path):
    organisation = organisation_of()
    file = tmp_path / "past.csv"
    file.write_text("event,date,said yes,came\nSpring,soon,100,45\nSummer,2026-07-01,80,60\n")

    refused = CliRunner().invoke(main, ["import", "history", str(file), "--organisation", organisation.slug])

    assert refused.exit_code == 1
    assert "line 2: the date 'soon' is not written as 2026-05-31" in refused.output
    assert not Outcome.objects.filter(organisation=organisation).exists()
