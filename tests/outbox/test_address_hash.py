from importlib import import_module

import pytest
from django.apps import apps
from django.utils import timezone

from turnout.outbox.address_hash import address_hash
from turnout.outbox.models import Mail, Suppressed
from turnout.outbox.queue import queue
from turnout.outbox.suppress import AddressSuppressed, refuse_suppressed

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "spelling", ["Ada@Bücher.example", "ada@xn--bcher-kva.example", "ADA@BÜCHER.EXAMPLE"]
)
def test_every_spelling_of_a_mailbox_has_one_hash(spelling: str) -> None:
    assert address_hash(spelling) == address_hash("ada@bücher.example")
    assert address_hash(spelling) != address_hash("ada@example.org")


def test_what_is_no_address_has_none() -> None:
    assert address_hash("ada") == address_hash("") == ""


def test_every_mail_carries_it_however_it_is_saved() -> None:
    queue("outbox/test_mail", "Ada@example.org", language="en")
    Mail.objects.bulk_create([Mail(template="x/y", recipient="ada@EXAMPLE.org", due_at=timezone.now())])

    assert Mail.objects.filter(recipient_hash=address_hash("ada@example.org")).count() == 2


def test_what_was_stored_before_there_were_hashes_is_hashed() -> None:
    migration = import_module("turnout.outbox.migrations.0005_hash_addresses")
    mail = queue("outbox/test_mail", "ada@example.org", language="en")
    Mail.objects.update(recipient_hash="")
    Suppressed.objects.create(
        address_hash="bea@example.org", reason="550 bea@example.org?", since=timezone.now()
    )

    migration.hash_recipients(apps, None)
    migration.hash_suppressed(apps, None)

    mail.refresh_from_db()
    assert mail.recipient_hash == address_hash("ada@example.org")
    (suppressed,) = Suppressed.objects.all()
    assert (suppressed.address_hash, suppressed.reason) == (address_hash("bea@example.org"), "550 …")
    with pytest.raises(AddressSuppressed):
        refuse_suppressed("bea@example.org")
