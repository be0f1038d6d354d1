"""Suppressed addresses become hashes, and mails get the hash of theirs."""

from typing import Any

from django.db import migrations

from turnout.outbox.address_hash import address_hash
from turnout.outbox.suppress import without_address

BATCH = 2_000


def hash_suppressed(apps: Any, schema_editor: Any) -> None:
    suppressed = apps.get_model("outbox", "Suppressed")
    for row in suppressed.objects.filter(address_hash__contains="@"):
        address, row.address_hash = row.address_hash, address_hash(row.address_hash)
        row.reason = without_address(row.reason, address)
        row.save(force_insert=True)
        suppressed.objects.filter(address_hash=address).delete()


def hash_recipients(apps: Any, schema_editor: Any) -> None:
    mail = apps.get_model("outbox", "Mail")
    last = 0
    while batch := list(mail.objects.filter(pk__gt=last).order_by("pk").only("pk", "recipient")[:BATCH]):
        for each in batch:
            each.recipient_hash = address_hash(each.recipient)
        mail.objects.bulk_update(batch, ["recipient_hash"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0004_address_hash"),
    ]

    operations = [
        # A hash cannot be turned back; an older version only does not find what it suppressed.
        migrations.RunPython(hash_suppressed, migrations.RunPython.noop),
        migrations.RunPython(hash_recipients, migrations.RunPython.noop),
    ]
