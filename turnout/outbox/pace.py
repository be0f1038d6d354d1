"""How many mails may go out in a minute. The mails themselves are counted, so every worker sees the same."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.db import connection

from turnout.outbox.marks import NOW

# Looking up what the caps allow counts a minute's mails: not for each handful.
BATCH = 500
_MINUTE_AGO = {
    "sqlite": "STRFTIME('%%Y-%%m-%%d %%H:%%M:%%f', 'now', '-1 minute')",
    "postgresql": "STATEMENT_TIMESTAMP() - INTERVAL '1 minute'",
}


def within_caps(now: datetime) -> Sequence[int]:
    """The mails that wait, oldest first, for which there is room.

    Workers that ask at the same time are given the same mails, oldest first, and each is sent once:
    so together they stay under the caps as well.
    """
    waiting = _waiting(now)
    going_out = Counter({domain: of_domain for _, domain, of_domain, _ in waiting})
    allowed: list[int] = []
    for pk, domain, _, in_all in waiting:
        room = settings.TURNOUT_MAILS_PER_MINUTE - in_all - len(allowed)
        if room > 0 and going_out[domain] < settings.TURNOUT_MAILS_PER_MINUTE_PER_DOMAIN:
            going_out[domain] += 1
            allowed.append(pk)
    return allowed


def _waiting(now: datetime) -> Sequence[tuple[int, str, int, int]]:
    """Mails (pk, domain), each with how many of its domain, and how many in all, went out within the last
    minute or are in a worker's hands.

    One statement, so all is as of one moment: a run that another worker gives back in between would be
    neither among those that wait nor among those that go out. Mails to a domain that has had its share are
    left out, or they would stand in front of all others.
    """
    sql_now = NOW[connection.vendor]
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH going AS MATERIALIZED (SELECT domain, COUNT(*) AS mails FROM outbox_mail "  # noqa: S608
            f"WHERE sent_at > {_MINUTE_AGO[connection.vendor]} OR claimed_until > {sql_now} GROUP BY domain) "
            "SELECT id, domain, COALESCE((SELECT mails FROM going WHERE domain = mail.domain), 0), "
            "CAST(COALESCE((SELECT SUM(mails) FROM going), 0) AS BIGINT) "
            "FROM outbox_mail AS mail WHERE state = 'queued' AND due_at <= %s "
            f"AND (claimed_until IS NULL OR claimed_until < {sql_now}) "
            "AND domain NOT IN (SELECT domain FROM going WHERE mails >= %s) "
            "ORDER BY due_at, id LIMIT %s",
            [
                connection.ops.adapt_datetimefield_value(now),
                settings.TURNOUT_MAILS_PER_MINUTE_PER_DOMAIN,
                BATCH,
            ],
        )
        found: Sequence[tuple[int, str, int, int]] = cursor.fetchall()
    return found
