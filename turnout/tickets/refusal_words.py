from django.utils.translation import gettext as _

from turnout.rules.email_address import NotAnAddress
from turnout.tickets.refusals import CutOff, OfferedTooOften, OwnAddress


def words_of(refusal: Exception) -> str:
    """Why nothing was changed."""
    if isinstance(refusal, NotAnAddress):
        return _("Enter an e-mail address such as name@example.com.")
    if isinstance(refusal, OwnAddress):
        return _("The ticket goes to this address already. Enter your friend's address.")
    if isinstance(refusal, OfferedTooOften):
        return _("You have offered this ticket several times today. Try again tomorrow.")
    if isinstance(refusal, CutOff):
        return _("It is too late to change the ticket: the lists for the door are closed.")
    return _("This ticket is no longer good.")
