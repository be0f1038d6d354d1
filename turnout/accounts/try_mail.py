"""Does mail from here arrive? A member asks for one, and types the number that stands in it."""

import secrets

from django.db import transaction
from django.utils.translation import get_language

from turnout.accounts.models import Organisation, User
from turnout.accounts.refusals import WrongCode
from turnout.journal.models import Entry
from turnout.journal.record import record
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue
from turnout.outbox.way_out import name_of_way_out

TEMPLATE = "outbox/test_mail"


@transaction.atomic
def send_try_mail(organisation: Organisation, user: User, actor: str) -> Mail:
    mail = queue(
        TEMPLATE,
        user.email,
        language=get_language() or organisation.language,
        organisation_id=organisation.pk,
        code=f"{secrets.randbelow(1_000_000):06}",
    )
    record(actor, "send", "mail", mail.pk, organisation_id=organisation.pk)
    return mail


@transaction.atomic
def confirm_mail(organisation: Organisation, code: str, actor: str) -> None:
    """The number of any mail of the last few. Raises WrongCode."""
    given = "".join(char for char in code if char.isdecimal() and char.isascii())
    tried = tried_mails(organisation)
    arrived = next((mail for mail in tried if secrets.compare_digest(mail.context["code"], given)), None)
    if arrived is None:
        raise WrongCode
    record(actor, "confirm", "mail", arrived.pk, organisation_id=organisation.pk, fields=[name_of_way_out()])


def tried_mails(organisation: Organisation) -> list[Mail]:
    return list(Mail.objects.filter(organisation_id=organisation.pk, template=TEMPLATE).order_by("-pk")[:5])


def mail_arrived(organisation: Organisation) -> bool:
    """Whether a mail through the present server was confirmed."""
    # With another server it has to be tried again.
    server = name_of_way_out()
    confirmed = Entry.objects.filter(organisation_id=organisation.pk, verb="confirm", noun="mail")
    return bool(server) and any(entry.fields == [server] for entry in confirmed.order_by("-pk")[:20])
