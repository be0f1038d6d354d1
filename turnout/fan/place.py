"""The place that was offered, confirmed or is waited for: how it stands, in plain words."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from turnout.fan.moment import moment
from turnout.interest.models import Interest
from turnout.invitations.line_words import before_words
from turnout.invitations.models import Invitation
from turnout.rules.waitlist import odds
from turnout.tickets.free import largest_party
from turnout.tickets.models import Ticket
from turnout.tickets.offers import TAKING
from turnout.tickets.outlook import outlook_of
from turnout.tickets.ticket_link import token_of

State = Invitation.State


@dataclass(frozen=True)
class Place:
    """`asks` names the buttons; `most` is how many may come now; `told` are further sentences."""

    heading: str
    words: str
    mark: str
    asks: str
    party: int = 0
    most: int = 0
    told: tuple[str, ...] = ()

    @property
    def numbers(self) -> range:
        return range(self.most, 0, -1)


def invitation_of(interest: Interest) -> Invitation | None:
    """That which is open, or the latest; None where nobody is invited, or the answer was taken back."""
    if interest.event.stage not in TAKING or interest.standing == Interest.Standing.WITHDRAWN:
        return None
    found = list(Invitation.objects.filter(interest=interest).select_related("wave").order_by("-pk"))
    return next((each for each in found if each.state in Invitation.OPEN), found[0] if found else None)


def place_of(interest: Interest, invitation: Invitation | None, now: datetime) -> Place | None:
    """None where the page speaks of the answer alone. In the active language, which must be the answer's."""
    if invitation is None or invitation.state == State.WITHDRAWN:
        return None
    state = State(invitation.state)
    if state == State.SENT and invitation.reply_by and now >= invitation.reply_by:
        state = State.LAPSED
    return _PLACES[state](interest, invitation)


def _offered(interest: Interest, invitation: Invitation) -> Place:
    free = largest_party(invitation.event_id, invitation.quota)
    if free == 0:
        return Place(
            _("All places are taken at present"),
            _("Others were faster. If you wait, you keep your turn, and get a mail when a place is free."),
            "clock",
            "full",
        )
    party = invitation.party
    if free < party:
        words = ngettext(
            "Only %(free)s place is left, and you were invited for %(party)s. Is it enough if one comes?",
            "Only %(free)s places are left, and you were invited for %(party)s. Is it enough if fewer come?",
            free,
        )
        said = words % {"free": free, "party": party}
        return Place(_("Fewer places are left"), said, "clock", "fewer", party, free)
    heading = ngettext("There is a place for you", "There are %(party)s places for you", party)
    return Place(
        heading % {"party": party},
        _("Say by %(moment)s whether you come. After that it goes to somebody who waits.")
        % {"moment": _when(interest, invitation.reply_by)},
        "mail",
        "claim",
        party,
        party,
    )


def _claimed(interest: Interest, invitation: Invitation) -> Place:
    party = invitation.party
    heading = ngettext("Your place is confirmed", "Your %(party)s places are confirmed", party)
    asked = invitation.asked_at and not invitation.reconfirmed_at and interest.event.stage in TAKING
    words = _("Do you still come? If not, one press gives it to somebody who waits.") if asked else ""
    if invitation.reconfirmed_at:
        words = _("You said that you still come. See you there!")
    return Place(
        heading % {"party": party},
        words or _("Show the ticket at the door. See you there!"),
        "check",
        "stay" if asked else "",
        party,
    )


def _declined(interest: Interest, invitation: Invitation) -> Place:
    return Place(
        _("You do not come"),
        _("Thank you for saying so: somebody else can come instead."),
        "remove",
        _wait_again(interest),
    )


def _lapsed(interest: Interest, invitation: Invitation) -> Place:
    return Place(
        _("The time to reply is over"),
        _("You could have replied until %(moment)s. The place went to somebody who waits.")
        % {"moment": _when(interest, invitation.reply_by)},
        "clock",
        _wait_again(interest),
    )


def _wait_again(interest: Interest) -> str:
    return "wait" if interest.event.stage in TAKING else ""


def _waiting(interest: Interest, invitation: Invitation) -> Place:
    outlook = outlook_of(invitation)
    told = (before_words(outlook.before), *_chances(outlook.chance))
    words = _("As soon as a place is free for you, you get a mail.")
    return Place(_("You are on the waiting list"), words, "clock", "leave", told=told)


def _chances(chance: float | None) -> tuple[str, ...]:
    if chance is None:
        return ()
    part, whole = odds(chance)
    if part == 0:
        return (_("From what usually happens, hardly anybody at your place in the list gets in."),)
    if part == whole:
        return (_("From what usually happens, you very likely get a place."),)
    words = _("From what usually happens, your chance is about %(part)s in %(whole)s.")
    return (words % {"part": part, "whole": whole},)


def _when(interest: Interest, at: datetime | None) -> str:
    return moment(at, interest.event, interest.language) if at else ""


_PLACES: Mapping[State, Callable[[Interest, Invitation], Place]] = {
    State.SENT: _offered,
    State.CLAIMED: _claimed,
    State.DECLINED: _declined,
    State.LAPSED: _lapsed,
    State.WAITING: _waiting,
}


def facts(interest: Interest, now: datetime) -> Mapping[str, Any]:
    """The tickets of a confirmed place, and how it is given back."""
    if interest.event.stage not in TAKING:
        return {}
    found = Ticket.objects.filter(interest=interest, revoked_at=None).select_related("interest")
    tickets = list(found.order_by("number"))
    kept = [each for each in tickets if not each.was_passed_on]
    return {
        "tickets": [(each, _address(each)) for each in tickets],
        "all": reverse("ticket-pdf", args=[token_of(kept[0])]) if len(kept) > 1 else "",
    }


def _address(ticket: Ticket) -> str:
    """What a friend has taken is theirs to open."""
    return "" if ticket.was_passed_on else reverse("ticket", args=[token_of(ticket)])
