"""Our words as people read them."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

STAGES = {
    "draft": _("Draft"),
    "gauging": _("Finding interest"),
    "inviting": _("Inviting"),
    "closed": _("Closed"),
    "past": _("Past"),
    "cancelled": _("Cancelled"),
}

STANDINGS = {
    "suspect": pgettext_lazy("standing", "To check"),
    "expired": pgettext_lazy("standing", "Not confirmed in time"),
    "withdrawn": pgettext_lazy("standing", "Taken back"),
    "rejected": pgettext_lazy("standing", "Rejected"),
}

LIKELIHOODS = {
    "definitely": pgettext_lazy("likelihood", "Definitely"),
    "probably": pgettext_lazy("likelihood", "Probably"),
    "maybe": pgettext_lazy("likelihood", "Maybe"),
}
