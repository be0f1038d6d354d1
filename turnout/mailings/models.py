from datetime import datetime, timedelta

from django.db import models

from turnout.events.models import Event

# So long nothing goes out, and sending can be taken back.
TO_THINK = timedelta(seconds=60)


class Mailing(models.Model):
    """A mail that the organiser writes to many."""

    class State(models.TextChoices):
        """Sending until the last of its mails has ended, paused ones included."""

        DRAFT = "draft"
        SENDING = "sending"
        PAUSED = "paused"
        SENT = "sent"
        CANCELLED = "cancelled"

    class About(models.TextChoices):
        """What people agreed to hear of: this event by answering, the organisation's news apart from it."""

        EVENT = "event"
        NEWS = "news"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="mailings")
    about = models.CharField(max_length=10, choices=About, default=About.EVENT)
    texts = models.JSONField(
        help_text='{"en": {"subject": "…", "text": "Markdown"}}, the event\'s own at least'
    )
    narrowing = models.JSONField(default=dict, help_text='as the list of people has it: {"verified": "yes"}')
    per_minute = models.PositiveIntegerField(default=600)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, help_text="when somebody pressed Send")
    ended_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True, help_text="when the next mails are due to be queued")
    cursor = models.BigIntegerField(default=0, help_text="the last recipient that was looked at")
    size = models.PositiveIntegerField(default=0, help_text="how many it was meant for when it was started")
    queued = models.PositiveIntegerField(default=0, help_text="how many mails were written so far")
    is_exhausted = models.BooleanField(default=False, help_text="nobody is left to write to")

    class Meta:
        indexes = [
            models.Index(fields=["next_at"], condition=models.Q(state="sending"), name="mailing_due"),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def subject(self) -> str:
        return str(self.texts.get(self.event.language, {}).get("subject", ""))

    @property
    def bundle(self) -> str:
        """What its mails are held and dropped by."""
        return f"mailing:{self.pk}"

    def may_be_taken_back(self, now: datetime) -> bool:
        """As if Send had not been pressed."""
        started = self.started_at
        return (
            self.state == self.State.SENDING
            and not self.queued
            and bool(started and now < started + TO_THINK)
        )
