"""An organisation's mails as its members look at them: in piles, newest first, page by page."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from turnout.outbox.address_hash import hashes_of
from turnout.outbox.models import Mail
from turnout.rules.email_address import NotAnAddress

PAGE_SIZE = 50
MOST_COUNTED = 1000
State = Mail.State
PILES: dict[str, Q] = {
    "waiting": Q(state=State.QUEUED, error=""),
    # Tried, and to be tried again.
    "later": Q(state=State.QUEUED) & ~Q(error=""),
    "held": Q(state=State.HELD),
    "unknown": Q(state=State.UNKNOWN),
    "failed": Q(state=State.FAILED),
    "dropped": Q(state=State.DROPPED),
    "sent": Q(state=State.SENT),
}
# What can be done with a whole pile. Whether an unknown mail is sent again is decided one by one.
MAY_RETRY = {"failed", "dropped", "later"}
MAY_CANCEL = {"waiting", "later"}


@dataclass(frozen=True)
class Page:
    """`older` and `newer` are where the neighbouring pages begin; None where there is none."""

    mails: list[Mail]
    newer: int | None
    older: int | None


def mails_of(organisation_id: int, pile: str = "", search: str = "") -> QuerySet[Mail]:
    """A whole address is found at once; for a part of one, each mail is looked at."""
    found = Mail.objects.filter(organisation_id=organisation_id)
    if pile:
        found = found.filter(PILES[pile])
    wanted = search.strip().lower()
    if not wanted:
        return found
    try:
        whole = hashes_of(wanted)
    except NotAnAddress:
        return found.filter(recipient__icontains=wanted)
    return found.filter(recipient_hash__in=whole)


def pile_of(mail: Mail, now: datetime) -> str:
    """Or "sending", of one whose text is going out: it is unknown until the server answers."""
    if mail.state == State.UNKNOWN and mail.claimed_until and mail.claimed_until > now:
        return "sending"
    if mail.state == State.QUEUED:
        return "later" if mail.error else "waiting"
    return str(mail.state)


def counts_of(organisation_id: int) -> dict[str, int]:
    """How many each pile has, up to a thousand: nobody waits for more to be counted."""
    return {pile: mails_of(organisation_id, pile)[: MOST_COUNTED + 1].count() for pile in PILES}


def page_of(mails: QuerySet[Mail], *, newer: int | None = None, older: int | None = None) -> Page:
    """The page of what is newer, or older, than a mail; or the first."""
    if newer:
        found = list(mails.filter(pk__gt=newer).order_by("pk")[: PAGE_SIZE + 1])
        if len(found) > PAGE_SIZE:
            kept = found[:PAGE_SIZE][::-1]
            return Page(kept, kept[0].pk, kept[-1].pk)
        older = None
    elif older:
        mails = mails.filter(pk__lt=older)
    found = list(mails.order_by("-pk")[: PAGE_SIZE + 1])
    kept = found[:PAGE_SIZE]
    return Page(kept, kept[0].pk if older and kept else None, kept[-1].pk if len(found) > PAGE_SIZE else None)
