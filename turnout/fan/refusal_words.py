from django.utils.translation import gettext as _

from turnout.fan.moment import moment
from turnout.interest.models import Interest
from turnout.interest.refusals import AskedTooOften, SameAddress, TakenBack, TooLate
from turnout.rules.refusal import Refusal


def words_of(refusal: Refusal, interest: Interest) -> str:
    """Why the press of a button changed nothing."""
    if isinstance(refusal, TakenBack):
        return _("You have taken this answer back. Bring it back first.")
    if isinstance(refusal, TooLate):
        until = moment(refusal.until, interest.event, interest.language)
        return _("This could be undone until %(moment)s.") % {"moment": until}
    if isinstance(refusal, SameAddress):
        return _("Your answer has this address already.")
    if isinstance(refusal, AskedTooOften):
        return _("You have asked for another address several times today. Try again tomorrow.")
    return _("The event is over, and answers stay as they are.")
