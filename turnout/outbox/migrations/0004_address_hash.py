from django.db import migrations, models

import turnout.outbox.address_hash


class Migration(migrations.Migration):
    dependencies = [
        ("outbox", "0003_pace"),
    ]

    # The column keeps its name, so that a running version finds it; what it holds are hashes from now on.
    operations = [
        migrations.AlterField(
            model_name="suppressed",
            name="email_key",
            field=models.CharField(
                db_column="email_key",
                help_text="see outbox.address_hash",
                max_length=254,
                primary_key=True,
                serialize=False,
            ),
        ),
        migrations.RenameField(model_name="suppressed", old_name="email_key", new_name="address_hash"),
        migrations.AlterField(
            model_name="mail",
            name="recipient",
            field=models.EmailField(help_text="empty once the person was erased", max_length=254),
        ),
        migrations.AddField(
            model_name="mail",
            name="recipient_hash",
            field=turnout.outbox.address_hash.AddressHash(
                blank=True,
                db_default="",
                editable=False,
                help_text="by which all mails to one mailbox are found",
                max_length=64,
                of="recipient",
            ),
        ),
        migrations.AddIndex(
            model_name="mail",
            index=models.Index(
                condition=~models.Q(recipient_hash=""), fields=["recipient_hash"], name="outbox_mailbox"
            ),
        ),
    ]
