"""Does mail from here arrive? A member asks for one, and types the number that stands in it."""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils.translation import get_language

from turnout.accounts.models import Organisation, User
from turnout.accounts.refusals import WrongCode
from turnout.journal.models import Entry
from turnout.journal.record import record
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue

TEMPLATE = "outbox/test_mail"


def mail_server() -> str:
    """What the confirmation stands for: with another server it has to be tried again."""
    return f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT}" if settings.MAIL else ""


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
    record(actor, "confirm", "mail", arrived.pk, organisation_id=organisation.pk, fields=[mail_server()])


def tried_mails(organisation: Organisation) -> list[Mail]:
    return list(Mail.objects.filter(organisation_id=organisation.pk, template=TEMPLATE).order_by("-pk")[:5])


def mail_arrived(organisation: Organisation) -> bool:
    """Whether a mail through the present server was confirmed."""
    server = mail_server()
    confirmed = Entry.objects.filter(organisation_id=organisation.pk, verb="confirm", noun="mail")
    return bool(server) and any(entry.fields == [server] for entry in confirmed.order_by("-pk")[:20])
