from django.db import models
from django.db.models import Value
from django.db.models.functions import Lower, Now, StrIndex, Substr

from turnout.outbox.address_hash import AddressHash


class Mail(models.Model):
    """A mail to write: a template and ids, never a finished text. Rendered when it is delivered."""

    class State(models.TextChoices):
        """Unknown: the text went out and no answer came. Dropped: not sent, on purpose; `error` says why.

        Held: not to be sent before somebody goes on with the mailing that it belongs to.
        """

        QUEUED = "queued"
        HELD = "held"
        SENT = "sent"
        FAILED = "failed"
        UNKNOWN = "unknown"
        DROPPED = "dropped"

    organisation_id = models.BigIntegerField(null=True)
    template = models.CharField(max_length=60, help_text="accounts/member_invitation")
    context = models.JSONField(default=dict, help_text="ids that the template's room resolves")
    recipient = models.EmailField(max_length=254, help_text="empty once the person was erased")
    recipient_hash = AddressHash(
        of="recipient", db_default="", help_text="by which all mails to one mailbox are found"
    )
    domain = models.GeneratedField(
        expression=Lower(Substr("recipient", StrIndex("recipient", Value("@")) + 1)),
        output_field=models.CharField(max_length=254),
        db_persist=True,
    )
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    created_at = models.DateTimeField(auto_now_add=True)
    due_at = models.DateTimeField()
    claimed_until = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    # Attempts are never counted anew: their number tells which worker holds the mail.
    forgiven = models.PositiveSmallIntegerField(db_default=0, help_text="attempts before it was queued again")
    sent_at = models.DateTimeField(null=True, help_text="when the text went out")
    trouble_at = models.DateTimeField(null=True, help_text="when the server last postponed or refused it")
    error = models.CharField(max_length=300, blank=True)
    bundle = models.CharField(
        max_length=40,
        blank=True,
        db_default="",
        help_text="mails that are held or dropped together: mailing:7",
    )

    class Meta:
        indexes = [
            models.Index(fields=["due_at"], condition=models.Q(state="queued"), name="outbox_due"),
            models.Index(
                fields=["claimed_until"],
                condition=models.Q(claimed_until__isnull=False),
                name="outbox_claimed",
            ),
            models.Index(fields=["sent_at"], condition=models.Q(sent_at__isnull=False), name="outbox_sent"),
            # The desk's list: all of an organisation, those in one state, its trouble.
            models.Index(fields=["organisation_id", "id"], name="outbox_listed"),
            models.Index(fields=["organisation_id", "state", "id"], name="outbox_in_state"),
            models.Index(
                fields=["organisation_id", "trouble_at"],
                condition=models.Q(trouble_at__isnull=False),
                name="outbox_trouble",
            ),
            models.Index(fields=["bundle", "state"], condition=~models.Q(bundle=""), name="outbox_bundle"),
            models.Index(
                fields=["recipient_hash"], condition=~models.Q(recipient_hash=""), name="outbox_mailbox"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.template} to {self.recipient}: {self.state}"


def in_nobodys_hands() -> models.Q:
    """No worker has it: by the database's clock, which all workers share."""
    return models.Q(claimed_until=None) | models.Q(claimed_until__lt=Now())


class Suppressed(models.Model):
    """An address that does not exist, as a mail server said; nothing more is sent there."""

    address_hash = models.CharField(
        max_length=254, primary_key=True, db_column="email_key", help_text="see outbox.address_hash"
    )
    reason = models.CharField(max_length=300)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.address_hash[:8]}: {self.reason}"
