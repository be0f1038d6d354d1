from datetime import UTC, datetime

from django.db import IntegrityError, transaction

from turnout.accounts.models import Organisation
from turnout.interest.models import SpentCheck
from turnout.newsroom.models import ReaderWish
from turnout.rules.email_address import key_of
from turnout.rush.human import CheckNeeded, Sending


def ask_for_news(
    organisation: Organisation, address: str, cadence: str, language: str, sending: Sending, now: datetime
) -> None:
    """Somebody wants the organisation's posts at that address. Raises NotAnAddress, CheckNeeded.

    Whether it gets them already is looked up later, by the worker: so all addresses cost the same here. What
    was solved to show that a person asks is good once.
    """
    email = address.strip()
    wish = ReaderWish(
        organisation=organisation,
        email=email,
        email_key=key_of(email),
        cadence=cadence,
        language=language,
        at=now,
    )
    try:
        with transaction.atomic():
            if sending.proof:
                until = datetime.fromtimestamp(sending.until, UTC)
                SpentCheck.objects.create(id=sending.proof, spent_on="", expires_at=until)
            wish.save()
    except IntegrityError:
        raise CheckNeeded(failed=True) from None
