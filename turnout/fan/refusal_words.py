from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from turnout.fan.moment import moment
from turnout.interest.models import Interest
from turnout.interest.refusals import AskedTooOften, SameAddress, TakenBack, TooLate
from turnout.invitations.draw_refusals import CountsNoLonger, GroupIsFull, InAGroup, NoSuchGroup
from turnout.rules.refusal import Refusal

_OF_FRIENDS: dict[type[Refusal], Promise] = {
    NoSuchGroup: gettext_lazy(
        "No group for this event has that code. It has ten letters and digits, such as K7QM3-F2PXA."
    ),
    GroupIsFull: gettext_lazy("This group is full. Somebody can make another one."),
    InAGroup: gettext_lazy("You are in a group already. Leave it first."),
    CountsNoLonger: gettext_lazy("Your answer does not count at present, so it can be in no group."),
}


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
    if type(refusal) in _OF_FRIENDS:
        return str(_OF_FRIENDS[type(refusal)])
    return _("The event is over, and answers stay as they are.")
