"""Why a round is not sent or stopped, in the organiser's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnout.invitations import refusals
from turnout.rules.refusal import Refusal

_WORDS: dict[type[Refusal], Promise] = {
    refusals.NobodyToInvite: _("Nobody fits, or no place is left for them. Choose fewer filters."),
    refusals.NothingDecided: _("Settle place and time first: nobody can be invited before."),
    refusals.NotInviting: _("The event is cancelled, over or a draft, so nobody can be invited."),
    refusals.WrongReplyBy: _("The reply-by is over, or after doors. Change it first."),
    refusals.NotInThisState: _("That came too late: look how it stands with the round now."),
}


def sentence_of(refusal: Refusal) -> str:
    return str(_WORDS.get(type(refusal), _("This cannot be done.")))
