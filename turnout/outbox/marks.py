"""What is written about mails on their way, as plain SQL: Django's way would cost more than the mails do.

Each mark is a conditional update, and holds only as long as this is the latest attempt: a claim can run
out while a server dawdles. All go by the database's clock, which the workers share.
"""

from collections.abc import Sequence

from django.db import connection

from turnout.outbox.models import Mail

LEASE_MINUTES = 5
NOW = {"sqlite": "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now')", "postgresql": "STATEMENT_TIMESTAMP()"}
_LEASE_ENDS = {
    "sqlite": f"STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now', '+{LEASE_MINUTES} minutes')",
    "postgresql": f"STATEMENT_TIMESTAMP() + INTERVAL '{LEASE_MINUTES} minutes'",
}
# SQLite has one writer at a time; on PostgreSQL nobody waits for rows that another worker begins with.
_LEFT_TO_OTHERS = {"sqlite": "", "postgresql": "FOR UPDATE SKIP LOCKED"}


def begin(mails: Sequence[Mail]) -> list[Mail]:
    """Before their texts go out, so that a worker killed meanwhile leaves the truth behind.

    Those that are ours now.
    """
    now = NOW[connection.vendor]
    # Not in the index's words: it holds all that wait.
    free = f"state || '' = 'queued' AND (claimed_until IS NULL OR claimed_until < {now})"
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox_mail SET state = 'unknown', attempts = attempts + 1, "  # noqa: S608
            f"claimed_until = {_LEASE_ENDS[connection.vendor]}, sent_at = {now}, "
            "error = 'the mail server''s answer never came' "
            f"WHERE id IN (SELECT id FROM outbox_mail WHERE {_these(mails)} AND {free} "
            f"ORDER BY id {_LEFT_TO_OTHERS[connection.vendor]}) RETURNING id",
            _attempts_of(mails),
        )
        begun = {pk for (pk,) in cursor.fetchall()}
    ours = [mail for mail in mails if mail.pk in begun]
    for mail in ours:
        mail.attempts += 1
    return ours


def is_ours(mail: Mail) -> bool:
    """Still: nobody has erased it, and the claim has not run out."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT 1 FROM outbox_mail WHERE id = %s AND attempts = %s "  # noqa: S608
            f"AND claimed_until > {NOW[connection.vendor]}",
            [mail.pk, mail.attempts],
        )
        return cursor.fetchone() is not None


def taken(mails: Sequence[Mail]) -> None:
    """The server has said so."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE outbox_mail SET state = 'sent', claimed_until = NULL, trouble_at = NULL, error = '' "  # noqa: S608
            f"WHERE {_these(mails)}",
            _attempts_of(mails),
        )


def give_back(mails: Sequence[Mail]) -> None:
    """Begun, but their texts did not go out: as if they had not been touched.

    Nobody else ever had the number of the attempt, and we let go of it.
    """
    with connection.cursor() as cursor:
        cursor.executemany(
            "UPDATE outbox_mail SET state = 'queued', attempts = attempts - 1, claimed_until = NULL, "
            "sent_at = NULL, error = %s WHERE id = %s AND attempts = %s",
            [(mail.error, mail.pk, mail.attempts) for mail in mails],
        )
    for mail in mails:
        mail.attempts -= 1


def _these(mails: Sequence[Mail]) -> str:
    """By number first, or PostgreSQL reads the whole table beside the values."""
    ids = ", ".join(str(mail.pk) for mail in mails)
    return f"id IN ({ids}) AND (id, attempts) IN (VALUES {', '.join(['(%s, %s)'] * len(mails))})"


def _attempts_of(mails: Sequence[Mail]) -> list[int]:
    return [value for mail in mails for value in (mail.pk, mail.attempts)]
