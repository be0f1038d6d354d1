"""What is held about a person, as the person reads it."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from turnout.forecasts.models import Step
from turnout.interest.models import Interest
from turnout.outbox.models import Mail

STANDINGS = {
    Interest.Standing.COUNTED: _("It counts."),
    Interest.Standing.SUSPECT: _("It counts, and the organiser has been asked to look at it."),
    Interest.Standing.REJECTED: _("The organiser does not count it."),
    Interest.Standing.WITHDRAWN: _("You took it back."),
    Interest.Standing.EXPIRED: _("It was not confirmed in time and does not count."),
}

DONE = {
    "verify": _("Address confirmed"),
    "change": _("Answer changed"),
    "withdraw": _("Answer taken back"),
    "restore": _("Answer brought back"),
    "renew": _("Older links stopped"),
    "expire": _("Not confirmed in time"),
    "ask_address": _("Another address asked for"),
    "change_address": _("Address changed"),
    "claim": _("Place confirmed"),
    "decline": _("Place declined"),
    "release": _("Place given back"),
    "reconfirm": _("Said that you still come"),
    "lapse": _("Not replied in time"),
    "wait": _("On the waiting list"),
    "leave": _("Waiting list left"),
    "unsubscribe": _("Mails stopped"),
    "subscribe": _("Mails wanted again"),
    "export": _("Data downloaded by the organiser"),
    "name_ticket": _("Name on a ticket changed"),
    "take_back": _("Tickets taken back"),
}
SOMETHING_ELSE = _("Something else was done with it")

BY = {
    "fan": pgettext_lazy("done by", "you"),
    "organiser": pgettext_lazy("done by", "the organiser"),
    "system": pgettext_lazy("done by", "Turnout"),
}

STEPS = {
    Step.INVITED: _("Invited"),
    Step.LAPSED: _("No reply in time"),
    Step.CLAIMED: _("Place confirmed"),
    Step.PAID: _("Place paid for"),
    Step.RECONFIRMED: _("Place confirmed once more"),
    Step.ADMITTED: _("Came to the event"),
    Step.DECLINED: _("Declined"),
}

MAILS = {
    "interest/confirm": _("Is this answer yours?"),
    "interest/remind": _("Once more: is this answer yours?"),
    "interest/answered_before": _("You had answered already"),
    "interest/links": _("The way to your answers"),
    "interest/new_address": _("Is this your address?"),
    "invitations/invitation": _("Your invitation"),
    "invitations/committed": _("Your entry in the random draw"),
    "invitations/reminder": _("A reminder to answer the invitation"),
    "invitations/still_coming": _("Do you still come?"),
    "invitations/moved": _("Another time or place"),
    "interest/address_asked": _("Another address for your answer"),
    "newsroom/confirm_reader": _("Do you want the news by mail?"),
    "newsroom/news": _("News that you asked for"),
    "newsroom/digest": _("The week's news that you asked for"),
    "tickets/yours": _("Your tickets"),
    "tickets/changed": _("Another date or place"),
    "tickets/cancelled": _("The event is cancelled"),
    "tickets/ended": _("Your tickets are no longer good"),
    "tickets/given": _("Your friend has the ticket"),
    "tickets/taken": _("The ticket is yours"),
    "tickets/offer": _("A ticket for you"),
    "newsroom/your_comment": _("Your comment"),
    "newsroom/answered": _("An answer to your comment"),
}
ANOTHER_MAIL = _("A mail from the organiser")

_WAITS = _("Waits to be sent")
STATES = {
    Mail.State.QUEUED: _WAITS,
    "held": _WAITS,
    Mail.State.SENT: pgettext_lazy("mail", "Sent"),
    Mail.State.FAILED: _("Could not be delivered"),
    Mail.State.UNKNOWN: _("Perhaps delivered"),
    Mail.State.DROPPED: _("Not sent"),
}
