from django.db import models
from django.db.models import Q

from turnout.accounts.models import Organisation
from turnout.newsroom.post_models import Post


class Reader(models.Model):
    """An address that gets an organisation's posts by mail, once its owner has said that it is theirs."""

    class Cadence(models.TextChoices):
        AT_ONCE = "at-once"
        WEEKLY = "weekly"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="readers", db_index=False
    )
    public_id = models.CharField(max_length=32, unique=True, help_text="a UUIDv7 in hexadecimal")
    email = models.CharField(max_length=254, help_text="as it was typed")
    email_key = models.CharField(max_length=254, help_text="as an interest's")
    language = models.CharField(max_length=10)
    cadence = models.CharField(max_length=10, choices=Cadence, default=Cadence.WEEKLY)
    asked_at = models.DateTimeField(help_text="when somebody last typed the address")
    since = models.DateTimeField(null=True, help_text="when its owner confirmed it, the last time")
    ended_at = models.DateTimeField(null=True, help_text="when they wanted no more of it")
    mailed_at = models.DateTimeField(null=True, help_text="when the last mail that asks was written")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "email_key"], name="reader_once"),
            models.CheckConstraint(condition=Q(cadence__in=("at-once", "weekly")), name="reader_cadence"),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "cadence", "id"],
                condition=Q(since__isnull=False, ended_at__isnull=True),
                name="reader_written_to",
            ),
            models.Index(fields=["asked_at"], condition=Q(since__isnull=True), name="reader_unconfirmed"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_on(self) -> bool:
        return self.since is not None and self.ended_at is None


class Dispatch(models.Model):
    """One post, or one week's posts, on their way to an organisation's readers: how far that is."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    post = models.OneToOneField(
        Post, on_delete=models.CASCADE, null=True, related_name="+", help_text="none: a week's"
    )
    week = models.DateField(null=True, help_text="the Monday on which a week's is written")
    after = models.DateTimeField(null=True, help_text="a week's posts are those published after it")
    at = models.DateTimeField(help_text="and up to it; who confirmed later gets none of it")
    cursor = models.BigIntegerField(default=0, help_text="the last reader that was looked at")
    queued = models.PositiveIntegerField(default=0, help_text="how many mails were written so far")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "week"], name="dispatch_weekly_once"),
            models.CheckConstraint(
                condition=Q(post__isnull=False, week__isnull=True) | Q(post__isnull=True, week__isnull=False),
                name="dispatch_of_one",
            ),
        ]
        indexes = [
            models.Index(fields=["id"], condition=Q(ended_at__isnull=True), name="dispatch_due"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.post_id or self.week}"


class Sent(models.Model):
    """A post that was written to a reader: never twice, whatever cadence they had when."""

    reader = models.ForeignKey(Reader, on_delete=models.CASCADE, related_name="sent", db_index=False)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["reader", "post"], name="sent_once")]

    def __str__(self) -> str:
        return f"{self.post_id} to {self.reader_id}"


class ReaderWish(models.Model):
    """Somebody typed an address to get posts by mail. Whether it is known, the worker looks up later."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    email = models.CharField(max_length=254)
    email_key = models.CharField(max_length=254)
    language = models.CharField(max_length=10)
    cadence = models.CharField(max_length=10, choices=Reader.Cadence)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["organisation", "email_key"], name="reader_wish_mailbox")]

    def __str__(self) -> str:
        return self.email
