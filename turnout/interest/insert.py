"""New interests into their table, many at once."""

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection

from turnout.interest.many_rows import Insert, Row, insert_postgres, insert_sqlite
from turnout.interest.submission import Submission

_INTO = """
    INSERT INTO interest_interest (
        event_id, public_id, submission, name, email, email_key, likelihood, party,
        country, postcode, options, answers, via, language, form_version, created_at,
        source, wants_news, signs, network
    )
"""
_SQLITE = Insert(_INTO, f"({', '.join('?' * 20)})", "ON CONFLICT DO NOTHING")
_POSTGRES_ROWS = """SELECT * FROM unnest(
    %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[], %s::smallint[],
    %s::text[], %s::text[], %s::jsonb[], %s::jsonb[], %s::text[], %s::text[], %s::int[], %s::timestamptz[],
    %s::text[], %s::bool[], %s::text[], %s::text[]
)"""
_POSTGRES = Insert(_INTO, _POSTGRES_ROWS, "ON CONFLICT DO NOTHING RETURNING public_id")
_POSTGRES_NEW = Insert(_INTO, _POSTGRES_ROWS, "")
_SQLITE_FOUND = "SELECT public_id FROM interest_interest WHERE public_id IN (SELECT value FROM json_each(%s))"


def insert(submissions: Sequence[Submission]) -> list[Submission]:
    """Those that are stored now and were not before; what meets a stored one is left out."""
    if not submissions:
        return []
    if connection.vendor == "sqlite":
        fresh = _insert_sqlite([_row(each, _as_sqlite_time(each.at)) for each in submissions])
    else:
        fresh = _insert_postgres([_row(each, each.at) for each in submissions])
    if len(fresh) == len(submissions):
        return list(submissions)
    return [submission for submission in submissions if submission.public_id in fresh]


def insert_new(submissions: Sequence[Submission]) -> None:
    """On PostgreSQL, all of them. IntegrityError if one of them meets a stored one."""
    insert_postgres(_POSTGRES_NEW, [_row(each, each.at) for each in submissions])


def _insert_sqlite(rows: Sequence[Row]) -> set[str]:
    """The public ids of the new rows."""
    ids = {row[1] for row in rows}
    if insert_sqlite(_SQLITE, rows) == len(rows):
        return ids
    with connection.cursor() as cursor:
        cursor.execute(_SQLITE_FOUND, [json.dumps(list(ids))])
        return {public_id for (public_id,) in cursor.fetchall()}


def _insert_postgres(rows: Sequence[Row]) -> set[str]:
    """The public ids of the new rows."""
    return {public_id for (public_id,) in insert_postgres(_POSTGRES, rows)}


def _as_sqlite_time(at: datetime) -> str:
    """As Django writes it. `at` is in UTC."""
    return str(at.replace(tzinfo=None))


def _row(submission: Submission, at: str | datetime) -> Row:
    answer = submission.answer
    return (
        submission.event_id,
        submission.public_id,
        answer.submission,
        answer.name,
        answer.email,
        answer.email_key,
        answer.likelihood,
        answer.party,
        answer.country,
        answer.postcode,
        str(list(answer.options)),
        json.dumps(answer.answers) if answer.answers else "{}",
        answer.via,
        answer.language,
        answer.form_version,
        at,
        answer.source,
        answer.wants_news,
        submission.signs,
        submission.network,
    )
