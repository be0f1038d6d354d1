from django.db import models
from django.db.models import F, Q

from turnout.accounts.models import Organisation
from turnout.events.models import Event


class Interest(models.Model):
    """One fan's answer to one event."""

    class Likelihood(models.TextChoices):
        DEFINITELY = "definitely"
        PROBABLY = "probably"
        MAYBE = "maybe"

    class Standing(models.TextChoices):
        """Whether it counts. Suspects are counted apart; the last three are not counted at all."""

        COUNTED = "counted"
        SUSPECT = "suspect"
        REJECTED = "rejected"
        WITHDRAWN = "withdrawn"
        EXPIRED = "expired"

    # Both are covered by the constraints below; an index more would be paid by every answer.
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="interests", db_index=False)
    public_id = models.CharField(max_length=32, help_text="a UUIDv7 in hexadecimal")
    submission = models.CharField(max_length=32, null=True, help_text="the script's UUID, in hexadecimal")  # noqa: DJ001
    name = models.CharField(max_length=120)
    email = models.CharField(max_length=254, help_text="as it was typed")
    email_key = models.CharField(max_length=254, help_text="NFC, IDNA domain, local part casefolded")
    likelihood = models.CharField(max_length=10, choices=Likelihood)
    party = models.PositiveSmallIntegerField()
    country = models.CharField(max_length=2, blank=True)
    postcode = models.CharField(max_length=16, blank=True)
    options = models.JSONField(default=list, help_text="ids of the options that suit")
    answers = models.JSONField(default=dict, help_text='{"q7": value}')
    via = models.CharField(max_length=40, blank=True, help_text="channel code")
    language = models.CharField(max_length=10)
    form_version = models.PositiveIntegerField(help_text="also names the consent text that was agreed to")
    created_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    # What the rush path leaves out has its default in the database: that is what it costs there, nothing.
    source = models.CharField(
        max_length=60, blank=True, db_default="", help_text="utm_source or referring host, without a channel"
    )
    wants_news = models.BooleanField(db_default=False, help_text="agreed to hear of the host's next events")
    signs = models.CharField(
        max_length=60, blank=True, db_default="", help_text="codes of rules.signs: what its sending showed"
    )
    network = models.CharField(
        max_length=16, blank=True, db_default="", help_text="keyed hash of the sender's network, for one day"
    )
    standing = models.CharField(max_length=10, choices=Standing, db_default=Standing.COUNTED)
    standing_at = models.DateTimeField(null=True, help_text="when the standing last changed")
    reasons = models.CharField(
        max_length=120, blank=True, db_default="", help_text="codes of rules.suspicion: why it is suspect"
    )
    reviewed_at = models.DateTimeField(null=True, help_text="when a member accepted or rejected it")
    greeted_at = models.DateTimeField(null=True, help_text="when it was judged and its first mail queued")
    reminded_at = models.DateTimeField(null=True, help_text="when it was asked once more to confirm")
    generation = models.PositiveIntegerField(
        db_default=0, help_text="of its personal link; raised by renewing"
    )
    mailings_off_at = models.DateTimeField(
        null=True, help_text="since when the organiser's own mails about the event are not wanted"
    )
    linked_at = models.DateTimeField(null=True, help_text="when a mail with its lost link was last queued")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["public_id"], name="interest_public_id"),
            models.UniqueConstraint(fields=["event", "email_key"], name="interest_once"),
            models.UniqueConstraint(
                fields=["event", "submission"],
                condition=Q(submission__isnull=False),
                name="interest_submission_once",
            ),
            models.CheckConstraint(condition=Q(party__gte=1, party__lte=20), name="interest_party"),
            models.CheckConstraint(
                condition=Q(likelihood__in=["definitely", "probably", "maybe"]), name="interest_likelihood"
            ),
            models.CheckConstraint(
                condition=Q(standing__in=["counted", "suspect", "rejected", "withdrawn", "expired"]),
                name="interest_standing",
            ),
        ]
        # The list of an event by arrival, from any row on. It grows at its end, which is cheap.
        indexes = [
            models.Index(fields=["event", "id"], name="interest_by_arrival"),
            models.Index(fields=["id"], condition=Q(greeted_at=None), name="interest_to_greet"),
            # Few, and none of them on the way of an answer that comes in.
            models.Index(fields=["event", "id"], condition=Q(standing="suspect"), name="interest_to_check"),
            models.Index(
                fields=["event", "id"], condition=Q(reviewed_at__isnull=False), name="interest_reviewed"
            ),
            models.Index(
                fields=["standing_at"], condition=Q(standing="withdrawn"), name="interest_withdrawn"
            ),
            models.Index(
                fields=["event", "verified_at"],
                condition=Q(verified_at__isnull=False),
                name="interest_confirmed",
            ),
            # Each holds a row only while it waits, and none when it is stored: nothing is paid in a rush.
            models.Index(
                fields=["event", "greeted_at"],
                condition=Q(greeted_at__isnull=False, verified_at=None, reminded_at=None),
                name="interest_to_remind",
            ),
            models.Index(
                fields=["event", "created_at"],
                condition=Q(reminded_at__isnull=False, verified_at=None, standing__in=["counted", "suspect"]),
                name="interest_to_expire",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.likelihood})"

    @property
    def is_suspect(self) -> bool:
        return self.standing == self.Standing.SUSPECT

    @property
    def is_counted(self) -> bool:
        """Among all or among the suspects."""
        return self.standing in {self.Standing.COUNTED, self.Standing.SUSPECT}


class SavedFilter(models.Model):
    """A narrowing of the list that members come back to, by the name they gave it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="saved_filters")
    name = models.CharField(max_length=60)
    query = models.JSONField(help_text='the list\'s own parameters: {"likelihood": "definitely"}')

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="saved_filter_once")]

    def __str__(self) -> str:
        return self.name


class Repeat(models.Model):
    """Further answers under an address that had answered; they change nothing. One row an interest."""

    interest = models.OneToOneField(Interest, on_delete=models.CASCADE, primary_key=True)
    times = models.PositiveIntegerField()
    last_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, help_text="when the address's owner was last told of it")

    class Meta:
        indexes = [
            models.Index(
                fields=["last_at"],
                condition=Q(told_at=None) | Q(told_at__lt=F("last_at")),
                name="interest_repeat_to_tell",
            )
        ]

    def __str__(self) -> str:
        return f"{self.interest_id}: {self.times}"


class SpentCheck(models.Model):
    """A proof of work or a question that was solved and is good no more: the key says that it is once."""

    id = models.CharField(max_length=40, primary_key=True)
    spent_on = models.CharField(max_length=32, help_text="a hash that only the same answer has")
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.id


class Subscriber(models.Model):
    """An address that wants to hear of an organisation's next events, and has shown that it is theirs."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="subscribers", db_index=False
    )
    public_id = models.CharField(max_length=32, unique=True, help_text="a UUIDv7 in hexadecimal")
    email = models.CharField(max_length=254, help_text="as it was typed")
    email_key = models.CharField(max_length=254, help_text="as an interest's")
    language = models.CharField(max_length=10)
    wording = models.CharField(max_length=300, help_text="what was agreed to")
    since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, help_text="when they wanted no more of it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "email_key"], name="subscriber_once"),
        ]
        indexes = [
            models.Index(fields=["ended_at"], condition=Q(ended_at__isnull=False), name="subscriber_ended"),
        ]

    def __str__(self) -> str:
        return f"{self.email} of {self.organisation_id}"


class PendingAddress(models.Model):
    """The address that an interest shall have once somebody has shown that it is theirs."""

    interest = models.OneToOneField(Interest, on_delete=models.CASCADE, primary_key=True)
    email = models.CharField(max_length=254, help_text="as it was typed")
    email_key = models.CharField(max_length=254, help_text="as an interest's")
    number = models.PositiveIntegerField(default=1, help_text="rises with each wish; a link is good for one")
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.interest_id}: {self.email}"


class LostLink(models.Model):
    """Somebody asked for the links of an address, known or not; the row goes when it is looked up."""

    email_key = models.CharField(max_length=254, help_text="as an interest's")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.email_key


class Tally(models.Model):
    """A counter that goes up in the answer's own transaction, so that no page ever counts rows.

    `dimension` is one of total, hour, via, source, likelihood, option, country; `value` the bucket within it.
    Each writer has a shard of its own, so that writers never wait for one row.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="tallies", db_index=False)
    dimension = models.CharField(max_length=12)
    value = models.CharField(max_length=60, blank=True)
    shard = models.PositiveSmallIntegerField()
    answers = models.BigIntegerField(default=0)
    seats = models.BigIntegerField(default=0)
    verified = models.BigIntegerField(default=0, help_text="without suspects")
    suspects = models.BigIntegerField(default=0, db_default=0, help_text="of the answers")
    suspect_seats = models.BigIntegerField(default=0, db_default=0, help_text="of the seats")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "dimension", "value", "shard"], name="tally_once"),
        ]

    def __str__(self) -> str:
        return f"{self.dimension} {self.value}: {self.answers}"


class ViewCount(models.Model):
    """How often the event's page was looked at in an hour, by way of a channel ("" for none of them).

    Who looks again within the hour counts once, known robots do not count.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="view_counts", db_index=False)
    via = models.CharField(max_length=40, blank=True, help_text="channel code")
    hour = models.CharField(max_length=13, help_text='UTC, "2026-11-22T17"')
    shard = models.PositiveSmallIntegerField()
    views = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "via", "hour", "shard"], name="view_count_once"),
        ]

    def __str__(self) -> str:
        return f"{self.via} {self.hour}: {self.views}"


class ShownCount(models.Model):
    """How many answers the event's public page tells of, and when it was last claimed to be rendered."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True)
    answers = models.BigIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.event_id}: {self.answers}"
