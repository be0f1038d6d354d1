"""Why an answer is to check, as people read it: in a few words, and explained."""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from turnout.rules import suspicion


class Reason(NamedTuple):
    code: str
    label: str | Promise
    explained: str | Promise


REASONS = (
    Reason(
        suspicion.HONEYPOT,
        _("Filled in a hidden field"),
        _("The form has a field that nobody sees. Programs fill in whatever they find. No mail is sent."),
    ),
    Reason(
        suspicion.PROGRAM,
        _("Not sent by a browser"),
        _(
            "Every browser says which languages it reads and from which page it sends, and our script says "
            "when the form was first touched. All of that was missing."
        ),
    ),
    Reason(
        suspicion.DISPOSABLE,
        _("Throwaway mailbox"),
        _("The address belongs to a service whose mailboxes live for minutes."),
    ),
    Reason(
        suspicion.VARIANT,
        _("One mailbox, several spellings"),
        _(
            "Addresses such as ada+1@… and ada+2@…, or with dots in other places, arrive in one mailbox. "
            "A single plus is fine; of two such answers the first counts, from three on none does."
        ),
    ),
    Reason(
        suspicion.BURST,
        _("The same answers again and again"),
        _(
            "At least five answers were alike in everything but name and address, came within minutes, and "
            "most of them without the signs of a browser."
        ),
    ),
    Reason(
        suspicion.NETWORK,
        _("Many from one connection"),
        _(
            "At least eight answers came from one connection within minutes, most of them without the signs "
            "of a browser. That many people share a connection is fine by itself."
        ),
    ),
    Reason(
        suspicion.GIBBERISH,
        _("A name of random letters"),
        _("The name cannot be spoken, and the answer was sent oddly as well."),
    ),
)
LABELS = {reason.code: reason.label for reason in REASONS}
SHOWN = {
    "check": pgettext_lazy("review", "To check"),
    "accepted": pgettext_lazy("review", "Accepted"),
    "rejected": pgettext_lazy("review", "Rejected"),
}
