from datetime import datetime, timedelta

from django.db import transaction

from turnout.interest.held import held
from turnout.interest.lifetime import refuse_if_over
from turnout.interest.models import Interest, PendingAddress
from turnout.interest.note import note
from turnout.interest.refusals import AskedTooOften, SameAddress
from turnout.journal.models import Entry
from turnout.outbox.queue import queue
from turnout.rules.email_address import key_of

KEPT = timedelta(days=2)
VERB = "ask_address"
WISHED = "wished"
# Whoever holds a link could have mails sent to anybody: so few a day are no weapon.
MOST_A_DAY = 5


@transaction.atomic
def ask_for_address(pk: int, address: str, now: datetime) -> PendingAddress:
    """Another address for the answer, once its owner has pressed the button behind the link that goes there.

    The address until now is told. Whether somebody has answered under the new one makes no difference here:
    its owner alone is told, in the mail. Raises NotAnAddress, SameAddress, AskedTooOften, EventOver.
    """
    address = address.strip()
    email_key = key_of(address)
    interest = held(pk)
    refuse_if_over(interest.event)
    if email_key == interest.email_key:
        raise SameAddress
    _refuse_flood(interest, now)
    before = PendingAddress.objects.filter(interest=interest).first()
    pending, _ = PendingAddress.objects.update_or_create(
        interest=interest,
        defaults={
            "email": address,
            "email_key": email_key,
            "number": before.number + 1 if before else _number(now),
            "expires_at": now + KEPT,
        },
    )
    # Erasure finds the mail to it by this, also when another one was asked for since.
    note(interest, VERB, old={WISHED: address})
    _mail(interest, "interest/new_address", address, pending.number)
    _mail(interest, "interest/address_asked", interest.email, pending.number)
    return pending


def _number(now: datetime) -> int:
    """Higher than that of any wish before, which may be gone: its link is good for nothing."""
    return int(now.timestamp()) - 1_700_000_000


def _refuse_flood(interest: Interest, now: datetime) -> None:
    a_day_ago = now - timedelta(days=1)
    asked = Entry.objects.filter(noun="interest", noun_id=interest.pk, verb=VERB, at__gt=a_day_ago)
    if asked.count() >= MOST_A_DAY:
        raise AskedTooOften


def _mail(interest: Interest, template: str, address: str, number: int) -> None:
    queue(
        template,
        address,
        language=interest.language,
        organisation_id=interest.event.organisation_id,
        interest=interest.pk,
        number=number,
    )
