"""A wave's random choice: who is in it, what was committed to, and what came of it. And friends who want to
stand or fall together.

A draw's states, and whose verbs move it:

    preparing → frozen     `freeze` (due work): the entries are written down, the commitment is public
    frozen    → settling   `settle`: the public randomness is there and was checked
    settling  → drawn      `hand_out` (due work): order, places and the wave's invitations are written
    preparing, frozen → abandoned   `abandon`, or `freeze` where it came too late
"""

from datetime import UTC, datetime

from django.db import models
from django.db.models import Q

from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.rules import drand
from turnout.rules.announced import Source
from turnout.rules.draw_record import Numbers, Proof, Round
from turnout.rules.weights import LIKELIHOOD, Weights


class Draw(models.Model):
    """One a wave, for good. `closed` is in seconds since 1970, as in the record."""

    class State(models.TextChoices):
        PREPARING = "preparing"
        FROZEN = "frozen"
        SETTLING = "settling"
        DRAWN = "drawn"
        ABANDONED = "abandoned"

    wave = models.OneToOneField("invitations.Wave", on_delete=models.PROTECT, related_name="draw")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="draws")
    public_id = models.CharField(max_length=32, unique=True, help_text="a UUIDv7 in hexadecimal")
    state = models.CharField(max_length=10, choices=State, default=State.PREPARING)
    rule = models.CharField(max_length=2_000, help_text="in plain words, in the event's language")
    seats = models.PositiveIntegerField()
    quotas = models.JSONField(default=list, help_text='[{"code": "q1", "name": …, "seats": 54}]')
    weighed_by = models.CharField(
        max_length=20,
        default=LIKELIHOOD,
        db_default=LIKELIHOOD,
        help_text='likelihood, a question ("q7"), or past: see rules.weights',
    )
    weights = models.JSONField(default=dict, help_text='{"definitely": 3}; others weigh 1')
    closed = models.BigIntegerField(help_text="when no further entry was taken")
    lead = models.PositiveIntegerField(default=0, help_text="seconds from closing to the beacon's round")
    round = models.BigIntegerField(null=True, help_text="of the public beacon; none with announced numbers")
    numbers_at = models.BigIntegerField(null=True, help_text="when the announced numbers come")
    sources = models.JSONField(default=list, help_text="of the announced numbers, see rules.announced")
    commitment = models.CharField(max_length=64, blank=True, help_text="SHA-256 in hexadecimal")
    frozen_at = models.DateTimeField(null=True, help_text="when the commitment was published")
    entries = models.PositiveIntegerField(default=0, help_text="people and groups of friends")
    answers = models.PositiveIntegerField(default=0)
    told = models.PositiveIntegerField(default=0, help_text="how many were written the commitment so far")
    cursor = models.BigIntegerField(default=0, help_text="the last entrant who was written to")
    tell_at = models.DateTimeField(
        null=True, help_text="when the next mails are due; none once all were told"
    )
    others_at = models.DateTimeField(
        null=True,
        help_text="when the next of those who were not drawn are due to be told; none once all were",
    )
    others_rank = models.PositiveIntegerField(default=0, help_text="the last of them who was written to")
    verified = models.PositiveIntegerField(default=0, help_text="of the answers")
    next_at = models.DateTimeField(null=True, help_text="when its next step is due, or tried again")
    tried = models.PositiveIntegerField(default=0, help_text="how often the beacon did not answer")
    signature = models.CharField(max_length=96, blank=True)
    text = models.CharField(max_length=1_000, blank=True, help_text="of the announced numbers")
    places = models.PositiveIntegerField(default=0, help_text="entries that got their seats")
    settled_at = models.DateTimeField(null=True, help_text="when the randomness was there and checked")
    drawn_at = models.DateTimeField(null=True)
    abandoned_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=500, blank=True, help_text="it was abandoned")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["preparing", "frozen", "settling", "drawn", "abandoned"]),
                name="draw_state",
            ),
            models.CheckConstraint(
                condition=Q(round=None, numbers_at__isnull=False) | Q(round__isnull=False, numbers_at=None),
                name="draw_one_randomness",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["frozen", "settling", "drawn"]) | ~Q(commitment=""),
                name="draw_committed",
            ),
            models.CheckConstraint(
                condition=~Q(state="abandoned") | Q(abandoned_at__isnull=False) & ~Q(why=""),
                name="draw_abandoned_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["next_at"],
                condition=Q(state__in=["preparing", "frozen", "settling"]),
                name="draw_due",
            ),
            models.Index(fields=["tell_at"], condition=Q(tell_at__isnull=False), name="draw_to_tell"),
            models.Index(
                fields=["others_at"], condition=Q(others_at__isnull=False), name="draw_others_to_tell"
            ),
        ]

    def __str__(self) -> str:
        return self.public_id

    @property
    def named(self) -> Round | Numbers:
        """The public randomness that decides."""
        if self.round is not None:
            return Round(self.round, self.lead)
        return Numbers(self.numbers_at or 0, tuple(Source(**each) for each in self.sources))

    @property
    def decides_at(self) -> int:
        """When the randomness comes into being, in seconds since 1970."""
        return drand.time_of(self.round) if self.round is not None else self.numbers_at or 0

    @property
    def weighing(self) -> Weights:
        return Weights(self.weighed_by, self.weights)

    @property
    def proof(self) -> Proof | None:
        if not self.signature and not self.text:
            return None
        return Proof(signature=self.signature, text=self.text)

    @property
    def decided(self) -> datetime:
        return datetime.fromtimestamp(self.decides_at, UTC)

    @property
    def is_over(self) -> bool:
        return self.state in {self.State.DRAWN, self.State.ABANDONED}

    @property
    def bundle(self) -> str:
        """What its mails are held and dropped by."""
        return f"draw:{self.pk}"


class DrawRecord(models.Model):
    """What anybody can download: compressed, and apart from the draw because it may be large."""

    draw = models.OneToOneField(Draw, on_delete=models.CASCADE, primary_key=True, related_name="record")
    frozen = models.BinaryField(help_text="the canonical JSON, gzip")
    result = models.BinaryField(null=True, help_text="its part of the record, gzip")

    def __str__(self) -> str:
        return f"record of {self.draw_id}"


class Entrant(models.Model):
    """One answer in a draw. Friends share a code, and with it rank and place.

    An erased person's row stays without the answer: a code is random, and says nothing of anybody.
    """

    draw = models.ForeignKey(Draw, on_delete=models.CASCADE, related_name="entrants", db_index=False)
    interest = models.ForeignKey(Interest, on_delete=models.SET_NULL, null=True, related_name="entrants")
    code = models.CharField(max_length=11)
    party = models.PositiveSmallIntegerField(help_text="this answer's own")
    rank = models.PositiveIntegerField(null=True, help_text="its entry's place in the order, from 1")
    has_place = models.BooleanField(default=False)
    quota = models.CharField(max_length=60, blank=True, help_text="code of the quota whose seats it takes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["draw", "interest"], name="entrant_once"),
        ]
        indexes = [
            models.Index(fields=["draw", "code"], name="entrant_by_code"),
            models.Index(
                fields=["draw", "rank", "id"],
                condition=Q(has_place=False, rank__isnull=False),
                name="entrant_not_drawn",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class FriendGroup(models.Model):
    """Friends who want to come together or not at all. Whoever has the code may join."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="friend_groups")
    code = models.CharField(max_length=11, unique=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.code


class Friend(models.Model):
    """A person is in one group, which is this row's key."""

    interest = models.OneToOneField(
        Interest, on_delete=models.CASCADE, primary_key=True, related_name="friend"
    )
    group = models.ForeignKey(FriendGroup, on_delete=models.CASCADE, related_name="friends")
    joined_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.interest_id} in {self.group_id}"
