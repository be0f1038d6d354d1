"""A place in the line, in words: as exact as it is worth."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnout.rules.waitlist import about


def before_words(heads: int) -> str:
    """How many wait before somebody, in the active language."""
    if heads == 0:
        return _("Nobody waits before you.")
    if heads < 20:
        return ngettext(
            "%(people)s person waits before you.", "%(people)s people wait before you.", heads
        ) % {"people": heads}
    return _("About %(people)s people wait before you.") % {"people": about(heads)}
