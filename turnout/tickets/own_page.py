"""Everything that a ticket's page shows, put together for its template."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnout.events.when_and_where import locale_of, with_time
from turnout.interest import in_words
from turnout.tickets.apple_pass import gives_apple_passes
from turnout.tickets.codes import code_for
from turnout.tickets.cut_off import cut_off, refuse_if_settled
from turnout.tickets.google_pass import gives_google_passes
from turnout.tickets.holder import party_of
from turnout.tickets.models import PendingPass, Ticket
from turnout.tickets.name_ticket import LONGEST
from turnout.tickets.occasion import occasion_of
from turnout.tickets.qr import qr_svg
from turnout.tickets.refusals import CutOff, NotGood

# What the page says after a button; its code stands in the address.
DONE = {
    "named": gettext_lazy("The name is saved."),
    "offered": gettext_lazy("A mail is on its way to your friend. The ticket is yours until they take it."),
    "kept": gettext_lazy("You keep the ticket. The link in your friend's mail no longer works."),
    "taken": gettext_lazy("The ticket is yours. Its page is also in your mail."),
    "forgotten": gettext_lazy("Your name and address are erased. Keep this page: we cannot send it again."),
    "late": gettext_lazy("It is too late to change the ticket: the lists for the door are closed."),
}


def facts_of(ticket: Ticket, token: str, language: str, done: str = "") -> dict[str, Any]:
    """In the active language, which must be that one."""
    code = code_for(ticket)
    return {
        "ticket": ticket,
        "token": token,
        "occasion": occasion_of(ticket.event, language),
        "name": ticket.name or _("Guest"),
        "code_svg": qr_svg(code),
        "code_parts": [code[at : at + 6] for at in range(0, len(code), 6)],
        "pages": len(party_of(ticket)),
        "offer": PendingPass.objects.filter(ticket=ticket, expires_at__gt=timezone.now()).first(),
        "may_change": _may_change(ticket),
        "until": _until(ticket, language),
        "longest": LONGEST,
        "apple": gives_apple_passes(),
        "google": gives_google_passes(),
        "said": DONE.get(done, ""),
        "said_badly": done == "late",
    }


def _may_change(ticket: Ticket) -> bool:
    try:
        refuse_if_settled(ticket, timezone.now())
    except (NotGood, CutOff):
        return False
    return True


def _until(ticket: Ticket, language: str) -> str:
    at = cut_off(ticket)
    if at is None:
        return ""
    day, time = in_words.moment(at, ticket.event, language, timezone.localdate())
    return with_time(day, time, locale_of(language, ticket.event.country))
