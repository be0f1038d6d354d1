from datetime import datetime

from django.db import transaction

from turnout.mailings.models import TO_THINK, Mailing
from turnout.mailings.note import note
from turnout.mailings.recipients import size_of
from turnout.mailings.refusals import NobodyToWriteTo, NotInThisState

State = Mailing.State


def start_mailing(mailing: Mailing, actor: str, now: datetime) -> None:
    """The first mails go out after a minute. Raises NobodyToWriteTo, NotInThisState."""
    # Counted before the transaction: it looks at each answer.
    size = size_of(mailing)
    if not size:
        raise NobodyToWriteTo
    with transaction.atomic():
        drafts = Mailing.objects.filter(pk=mailing.pk, state=State.DRAFT)
        if not drafts.update(state=State.SENDING, started_at=now, next_at=now + TO_THINK, size=size):
            raise NotInThisState(mailing.state)
        note(mailing, actor, "send")


@transaction.atomic
def take_back(mailing: Mailing, actor: str) -> None:
    """A draft again, as long as no mail was written. Raises NotInThisState."""
    untouched = Mailing.objects.filter(pk=mailing.pk, state=State.SENDING, cursor=0, is_exhausted=False)
    if not untouched.update(state=State.DRAFT, started_at=None, next_at=None, size=0):
        raise NotInThisState(mailing.state)
    note(mailing, actor, "take_back")
