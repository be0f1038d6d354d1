"""What is written about a mail on its way, as plain SQL: Django's way would cost more than the mail itself.

Each mark is a conditional update, and holds only as long as this is the latest attempt: a claim can run
out while a server dawdles. All go by the database's clock, which the workers share.
"""

from django.db import connection

from turnout.outbox.models import Mail

LEASE_MINUTES = 5
_NOW = {"sqlite": "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now')", "postgresql": "STATEMENT_TIMESTAMP()"}
_LEASE_ENDS = {
    "sqlite": f"STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now', '+{LEASE_MINUTES} minutes')",
    "postgresql": f"STATEMENT_TIMESTAMP() + INTERVAL '{LEASE_MINUTES} minutes'",
}


def claim(mail: Mail) -> bool:
    """Whether this worker may begin with it."""
    claimed = _changed(
        f"claimed_until = {_LEASE_ENDS[connection.vendor]}, attempts = attempts + 1",
        mail,
        f"AND state = 'queued' AND (claimed_until IS NULL OR claimed_until < {_NOW[connection.vendor]})",
    )
    mail.attempts += claimed
    return claimed


def begin(mail: Mail) -> bool:
    """Before the text goes out: a worker killed during it leaves the truth behind. False: a lost claim."""
    now = _NOW[connection.vendor]
    return _changed(
        f"state = 'unknown', sent_at = {now}, error = 'the mail server''s answer never came'",
        mail,
        f"AND state = 'queued' AND claimed_until > {now}",
    )


def taken(mail: Mail) -> bool:
    """The server has said so."""
    return _changed("state = 'sent', claimed_until = NULL, trouble_at = NULL, error = ''", mail)


def _changed(how: str, mail: Mail, only_if: str = "") -> bool:
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE outbox_mail SET {how} WHERE id = %s AND attempts = %s {only_if}",  # noqa: S608
            [mail.pk, mail.attempts],
        )
        return bool(cursor.rowcount)
