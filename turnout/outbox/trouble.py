"""Whether an organisation's mail goes out at all, cheap enough to ask on every page."""

import time
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db.models.functions import Now

from turnout.outbox.models import Mail

_FRESH_FOR = 5.0
_RECENT = timedelta(hours=2)
# One mail that a server dislikes is no trouble with the server.
_IN_A_ROW = 3


@dataclass(frozen=True)
class Trouble:
    """`words` are the mail server's own; empty where none is set."""

    words: str = ""


_seen: dict[int, tuple[float, Trouble | None]] = {}


def trouble_of(organisation_id: int) -> Trouble | None:
    """None while mail goes out. As of a few seconds ago at most."""
    if settings.MAIL is None:
        return Trouble()
    at, found = _seen.get(organisation_id, (float("-inf"), None))
    if time.monotonic() - at >= _FRESH_FOR:
        found = _look(organisation_id)
        _seen[organisation_id] = time.monotonic(), found
    return found


def forget() -> None:
    """Look again at the next asking."""
    _seen.clear()


def _look(organisation_id: int) -> Trouble | None:
    """The latest that was postponed or refused, if nothing was taken after it and it is not alone."""
    troubled = Mail.objects.filter(organisation_id=organisation_id, trouble_at__gt=Now() - _RECENT)
    latest = list(troubled.order_by("-trouble_at").values_list("trouble_at", "error")[:_IN_A_ROW])
    if not latest:
        return None
    sent = Mail.objects.filter(sent_at__gt=Now() - _RECENT, state=Mail.State.SENT)
    since = sent.order_by("-sent_at").values_list("sent_at", flat=True).first()
    after = [at for at, _ in latest if at and since and at > since]
    broken = since is None or len(after) == _IN_A_ROW
    return Trouble(latest[0][1]) if broken else None
