"""What the outbox holds about a person: mails to them, and that their address does not exist."""

from collections.abc import Sequence
from typing import Any

from django.db.models import F, Q

from turnout.outbox.address_hash import hashes_of
from turnout.outbox.models import Mail, Suppressed
from turnout.rules.email_address import key_of
from turnout.rules.person import Person

HOLDS = (Mail, Suppressed)
# Mails to members about their work: whoever is both is meant here as a fan alone.
TO_MEMBERS = ("accounts/", "outbox/", "mailings/trial")
FINAL = (Mail.State.SENT, Mail.State.FAILED, Mail.State.UNKNOWN, Mail.State.DROPPED)
ERASED = "the person was erased"


def held_of(person: Person) -> dict[str, Any]:
    hashes = [each for address in person.addresses for each in hashes_of(address)]
    refused = Suppressed.objects.filter(address_hash__in=hashes).first()
    return {
        "mails": [
            {
                "template": mail.template,
                "to": mail.recipient,
                "state": mail.state,
                "queued": mail.created_at.isoformat(),
                "sent": mail.sent_at.isoformat() if mail.sent_at else None,
                "said": mail.error,
            }
            for mail in _mails_of([person])
        ],
        "refused": refused.reason if refused else "",
    }


def erase(people: Sequence[Person]) -> None:
    """That a mail went out stays, and when; to whom goes. What waits is never sent.

    An attempt more than the worker knows of: one that has such a mail in its hands lets go of it. An address
    that does not exist stays suppressed, as a hash that only this address fits.
    """
    mails = Mail.objects.filter(pk__in=[mail.pk for mail in _mails_of(people)])
    waiting = mails.exclude(state__in=FINAL)
    waiting.update(state=Mail.State.DROPPED, attempts=F("attempts") + 1, claimed_until=None)
    mails.filter(claimed_until__isnull=False).update(attempts=F("attempts") + 1, claimed_until=None)
    mails.update(recipient="", recipient_hash="", context={}, error=ERASED)


def _mails_of(people: Sequence[Person]) -> list[Mail]:
    """All of each person's mails, without those that belong to something else of the same address."""
    owners: dict[str, list[Person]] = {}
    for person in people:
        for each in _hashes(person):
            owners.setdefault(each, []).append(person)
    found = Mail.objects.filter(recipient_hash__in=owners).exclude(_to_members()).order_by("pk")
    return [mail for mail in found if any(_is_of(mail, person) for person in owners[mail.recipient_hash])]


def _hashes(person: Person) -> list[str]:
    return [each for address in (*person.addresses, *person.wished) for each in hashes_of(address)]


def _is_of(mail: Mail, person: Person) -> bool:
    if mail.organisation_id not in {None, person.organisation_id}:
        return False
    key, about = key_of(mail.recipient), mail.context.get("interest")
    # A mail of no organisation may be about an answer to another one, which stays.
    if key not in person.addresses or (about and mail.organisation_id is None):
        return bool(about == person.interest_id)
    others = person.others.get(key, ())
    if about:
        return about not in others
    return person.with_news if "subscriber" in mail.context else not others


def _to_members() -> Q:
    start = Q()
    for room in TO_MEMBERS:
        start |= Q(template__startswith=room)
    return start
