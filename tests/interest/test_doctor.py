from datetime import UTC, datetime

import pytest
from click.testing import CliRunner
from django.db import connection

from tests.factories import published
from tests.interest.test_register import answer_of
from turnout.interest.doctor import damage
from turnout.interest.doctor_command import doctor
from turnout.interest.models import Tally
from turnout.interest.register import register

NOON = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db(transaction=True)


def test_right_counters_are_left_alone():
    register(published().pk, answer_of(), NOON)

    seen = CliRunner().invoke(doctor)

    assert (seen.exit_code, seen.output) == (
        0,
        "The database is sound, and the counters of 1 events are right.\n",
    )


def test_wrong_counters_are_set_right_and_named():
    event = published(slug="chicago")
    register(event.pk, answer_of(), NOON)
    Tally.objects.filter(dimension="total").update(answers=5)

    seen = CliRunner().invoke(doctor)

    assert seen.output == (
        "chicago: total was 5 answers (2 seats, 0 verified), is 1 answers (2 seats, 0 verified)\n"
    )
    assert seen.exit_code == 1
    assert CliRunner().invoke(doctor).exit_code == 0


UNGUARDED = {
    "sqlite": ("PRAGMA foreign_keys=OFF", "PRAGMA foreign_keys=ON"),
    "postgresql": ("SET session_replication_role = replica", "SET session_replication_role = DEFAULT"),
}


def test_damage_is_looked_for_where_the_database_does_not_do_so_itself():
    register(published().pk, answer_of(), NOON)
    begin, end = UNGUARDED[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(begin)
        cursor.execute("DELETE FROM events_event")
        cursor.execute(end)

    seen = CliRunner().invoke(doctor)

    is_looked_for = connection.vendor == "sqlite"
    assert ("points nowhere" in damage()) is is_looked_for
    assert seen.exit_code == int(is_looked_for)
    assert ("restore a backup" in seen.output) is is_looked_for
