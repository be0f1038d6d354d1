"""What is kept about people whom a ticket was passed on to, and who have not answered themselves."""

from collections.abc import Sequence

from turnout.interest.models import Interest
from turnout.outbox import personal_data as mails
from turnout.outbox.models import Mail
from turnout.rules.email_address import key_of
from turnout.rules.person import Person
from turnout.tickets.models import PendingPass, Ticket


def forget_offers(offers: Sequence[PendingPass]) -> None:
    """In the caller's transaction. The mail that made the offer no longer says to whom it went."""
    for offer in offers:
        _forget_mails(offer.ticket, offer.email, offer.email_key)
    PendingPass.objects.filter(pk__in=[each.pk for each in offers]).delete()


def forget_friend(ticket: Ticket) -> None:
    """In the caller's transaction: whose it is, after it was passed on, and who else had it before. It stays
    good.

    Another ticket of the same friend keeps its own address, and so do answers of theirs.
    """
    Ticket.objects.filter(pk=ticket.pk).update(name="", passed_to="", passed_key="")
    for email in _friends_of(ticket):
        key = key_of(email)
        if not Ticket.objects.filter(event=ticket.event_id, passed_key=key).exists():
            _forget_mails(ticket, email, key)


def _friends_of(ticket: Ticket) -> list[str]:
    """All whom a mail about it went to, but those who claimed: theirs are erased with their answer."""
    about = Mail.objects.filter(
        organisation_id=ticket.event.organisation_id,
        template__startswith="tickets/",
        context__ticket=ticket.pk,
    )
    found = about.exclude(context__has_key="interest").exclude(recipient="")
    return sorted(set(found.values_list("recipient", flat=True)))


def _forget_mails(ticket: Ticket, email: str, key: str) -> None:
    organisation = ticket.event.organisation_id
    answers = Interest.objects.filter(event__organisation=organisation, email_key=key)
    others = list(answers.values_list("pk", flat=True))
    person = Person(
        interest_id=0,
        event_id=ticket.event_id,
        organisation_id=organisation,
        name=email,
        addresses={key: email},
        others={key: others} if others else {},
        with_news=False,
    )
    mails.erase([person])
