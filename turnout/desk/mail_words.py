"""Mails as people read of them: what each is, and how it stands with it."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

KINDS: dict[str, Promise] = {
    "outbox/test_mail": _("Test mail"),
    "accounts/member_invitation": _("Invitation to work here"),
    "accounts/sign_in_code": _("Code to sign in"),
    "interest/confirm": _("Asks to confirm the answer"),
    "interest/remind": _("Asks once more to confirm"),
    "interest/answered_before": _("Says that they had answered"),
    "interest/links": _("The personal link"),
    "interest/new_address": _("Asks to confirm a new address"),
    "interest/address_asked": _("Asks whether another address is theirs"),
    "invitations/invitation": _("The invitation"),
    "invitations/reminder": _("Reminds of the invitation"),
    "invitations/still_coming": _("Asks whether they still come"),
    "invitations/moved": _("Says that time or place changed"),
    "invitations/trial": _("Test of an invitation"),
    "invitations/committed": _("The entry in the random draw"),
    "invitations/not_drawn": _("Says that they were not drawn"),
    "mailings/mailing": _("Mail that you wrote"),
    "newsroom/confirm_reader": _("Asks to confirm news by mail"),
    "newsroom/news": _("A post, to who reads by mail"),
    "newsroom/digest": _("The week's posts, to who reads by mail"),
    "tickets/yours": _("The tickets"),
    "tickets/changed": _("Says that date or place changed"),
    "tickets/cancelled": _("Says that the event is cancelled"),
    "tickets/ended": _("Says that tickets are no longer good"),
    "tickets/offer": _("Offers a friend's ticket"),
    "tickets/taken": _("The ticket that a friend passed on"),
    "tickets/given": _("Says that a friend took the ticket"),
    "mailings/trial": _("Test of a mail to many"),
    "newsroom/your_comment": _("Asks to confirm a comment"),
    "newsroom/answered": _("Says that a comment was answered"),
    "newsroom/please_review": _("A post to look at before it is published"),
    "newsroom/reviewed": _("What came of a review"),
    "newsroom/to_moderate": _("Comments that wait for a decision"),
}
PILES: dict[str, Promise] = {
    "waiting": pgettext_lazy("mails", "Waiting"),
    "later": pgettext_lazy("mails", "To be tried again"),
    "held": pgettext_lazy("mails", "Paused"),
    "unknown": pgettext_lazy("mails", "Perhaps sent"),
    "failed": pgettext_lazy("mails", "Not delivered"),
    "dropped": pgettext_lazy("mails", "Not sent"),
    "sent": pgettext_lazy("mails", "Sent"),
    "sending": pgettext_lazy("mails", "Being sent"),
}
MEANINGS: dict[str, Promise] = {
    "waiting": _("It goes out as soon as its turn comes."),
    "later": _("The mail server did not take it yet. It is tried again for two days."),
    "held": _("Its mailing is paused. It goes out when somebody goes on with that."),
    "unknown": _(
        "The text went out, but the mail server never said that it has it. It may have arrived, and may not. "
        "It is not sent again by itself: nobody likes a mail twice."
    ),
    "failed": _("The mail server refused it for good."),
    "dropped": _("It was not needed any more, or somebody cancelled it."),
    "sent": _("The mail server has it, and passes it on."),
    "sending": _("Its text is on its way to the mail server right now."),
}
LOOKS = {
    "sent": "good",
    "failed": "bad",
    "unknown": "look",
    "later": "look",
    "held": "look",
}


def kind_of(template: str) -> str:
    """What kind of mail it is; of one that has no name here, its template's."""
    return str(KINDS.get(template) or template.rpartition("/")[2].replace("_", " ").capitalize())
