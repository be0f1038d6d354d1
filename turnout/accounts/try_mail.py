"""Does mail from here arrive? A member asks for one, and types the number that stands in it."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language

from turnout.accounts.models import Organisation, User
from turnout.accounts.refusals import WrongCode
from turnout.journal.models import Entry
from turnout.journal.record import record
from turnout.outbox.models import Mail
from turnout.outbox.queue import queue
from turnout.outbox.render import resolves

TEMPLATE = "accounts/try_mail"


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
        organisation=organisation.pk,
    )
    mail.context |= {"mail": mail.pk}
    mail.save(update_fields=["context"])
    record(actor, "send", "mail", mail.pk, organisation_id=organisation.pk)
    return mail


@transaction.atomic
def confirm_mail(organisation: Organisation, code: str, actor: str) -> None:
    """The number of any mail of the last few. Raises WrongCode."""
    given = "".join(char for char in code if char.isdigit())
    arrived = next((mail for mail in tried_mails(organisation) if code_of(mail.pk) == given), None)
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


def code_of(pk: int) -> str:
    """Six digits; they prove nothing but that somebody read the mail."""
    digest = salted_hmac("accounts.try_mail", str(pk), algorithm="sha256").digest()
    return f"{int.from_bytes(digest[:4], 'big') % 1_000_000:06}"


@resolves(TEMPLATE)
def try_mail(ids: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"code": code_of(ids["mail"]), "organisation": Organisation.objects.get(pk=ids["organisation"])}
