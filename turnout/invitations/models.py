"""What was decided of an event, the waves by which its people are invited, and each one's invitation.

An invitation's states, and whose verbs move it:

    waiting   → sent       on the waitlist; `invite` offers a place (a wave, or a seat that came free)
    sent      → claimed    tickets: the seats are taken in the same transaction
    sent      → declined   tickets: pressed by the fan
    sent      → lapsed     tickets: `reply_by` has passed
    claimed   → declined   tickets: the seats are given back
    waiting, sent, claimed → withdrawn   the answer itself was taken back or rejected, or the wait ended

Waiting, sent and claimed are open: a person has at most one open invitation in an event, which is a
constraint. Every move is one conditional update from the state that the mover saw.
"""

from datetime import datetime, timedelta

from django.db import models
from django.db.models import F, Q

from turnout.events.models import Event, Option, Stage
from turnout.interest.models import Interest

# While an event is in one of these, invitations go out and may be answered.
INVITING = frozenset({Stage.INVITING, Stage.CLOSED})
# So long nothing goes out, and sending can be taken back.
TO_THINK = timedelta(seconds=60)
# Hours before doors: lists for doors without a network are taken along before people come.
MOST_CUT_OFF = 72


class Decision(models.Model):
    """Where and when the event is to be, and for how many: what was settled of its options.

    `version` rises with each change that those who were invited must hear of: date, time or place.
    """

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="decision")
    option = models.ForeignKey(Option, on_delete=models.PROTECT, related_name="+")
    venue = models.CharField(max_length=200)
    address = models.CharField(max_length=300, blank=True)
    map_link = models.URLField(max_length=500, blank=True)
    access = models.TextField(max_length=2_000, blank=True, help_text="how to get in: steps, lifts, doors")
    doors_at = models.DateTimeField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    capacity = models.PositiveIntegerField(help_text="people that the place holds")
    asks_again_days = models.PositiveSmallIntegerField(
        default=3, help_text="so many days before doors each is asked whether they still come; 0 for never"
    )
    cut_off_hours = models.PositiveSmallIntegerField(
        default=3,
        db_default=3,
        help_text="so long before doors names on tickets, and who holds them, stay as they are; 0 to 72",
    )
    version = models.PositiveIntegerField(default=1)
    decided_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True, help_text="when date, time or place last changed")
    before = models.JSONField(default=dict, help_text="how the options stood, for taking it back")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(capacity__gte=1), name="decision_capacity"),
            models.CheckConstraint(condition=Q(cut_off_hours__lte=MOST_CUT_OFF), name="decision_cut_off"),
            models.CheckConstraint(condition=Q(doors_at__lte=F("starts_at")), name="decision_doors_first"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="decision_ends_last"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.venue}, {self.doors_at:%Y-%m-%d}"


class Wave(models.Model):
    """One round of invitations: for whom, in which order, how many seats, until when they may reply.

    `narrowing` is what one has to fit, as invitations.fitting reads it. `score` is the formula of
    rules.score. `quotas` are [{"name": …, "share": 30, "narrowing": {…}}]: of the seats, so many percent
    are first for people who fit that as well.
    """

    class State(models.TextChoices):
        """Drawing: entries are frozen, the randomness is still to come; drawn: the order is there, nothing
        was sent. Sending until the last of its mails has ended, paused ones included.
        """

        DRAFT = "draft"
        DRAWING = "drawing"
        DRAWN = "drawn"
        SENDING = "sending"
        PAUSED = "paused"
        SENT = "sent"
        CANCELLED = "cancelled"

    class Rule(models.TextChoices):
        """The order: everybody and first both go by the moment of confirming; next is the waitlist's own."""

        EVERYBODY = "everybody"
        FIRST = "first"
        SCORE = "score"
        DRAW = "draw"
        NEXT = "next"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="waves")
    number = models.PositiveIntegerField(help_text="1, 2, 3 … within the event")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    rule = models.CharField(max_length=10, choices=Rule, default=Rule.EVERYBODY)
    narrowing = models.JSONField(default=dict, help_text='{"likelihood": ["definitely"], "verified": true}')
    score = models.JSONField(default=list, help_text="terms of rules.score")
    quotas = models.JSONField(default=list)
    seats = models.PositiveIntegerField(null=True, help_text="heads to offer; None: see risk")
    risk = models.FloatField(
        null=True, help_text="as many as keep the chance of too many under this; None with seats: everybody"
    )
    has_waitlist = models.BooleanField(default=True, help_text="who fits and gets no seat waits in the order")
    reply_by = models.DateTimeField(null=True)
    reminds_hours = models.PositiveSmallIntegerField(
        default=24, help_text="so long before the reply-by who has not answered is reminded; 0 for never"
    )
    texts = models.JSONField(
        default=dict, help_text='{"en": {"subject": "…", "text": "Markdown"}}, the event\'s own at least'
    )
    per_minute = models.PositiveIntegerField(default=600)
    goes_on = models.BooleanField(default=True, help_text="a seat that comes free goes to the next in order")
    goes_on_hours = models.PositiveSmallIntegerField(default=24, help_text="the reply-by of those")
    goes_on_until_hours = models.PositiveSmallIntegerField(
        default=12, help_text="so long before doors nobody more is invited by itself"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True, help_text="when somebody pressed Send")
    ended_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True, help_text="when the next mails are due to be queued")
    size = models.PositiveIntegerField(default=0, help_text="how many it was to invite when it was started")
    is_enlisted = models.BooleanField(default=False, help_text="those whom it is for have their rows")
    joined_until = models.DateTimeField(
        null=True, help_text="who confirmed until then, after it was over, was looked at for its waitlist"
    )
    has_seats = models.BooleanField(
        default=False, db_default=False, help_text="the seats that it promises to groups are laid out"
    )
    invited = models.PositiveIntegerField(default=0, help_text="how many were invited so far")
    offered = models.PositiveIntegerField(default=0, help_text="heads that were offered a seat so far")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "number"], name="wave_once"),
            models.CheckConstraint(
                condition=Q(
                    state__in=["draft", "drawing", "drawn", "sending", "paused", "sent", "cancelled"]
                ),
                name="wave_state",
            ),
            models.CheckConstraint(
                condition=Q(rule__in=["everybody", "first", "score", "draw", "next"]), name="wave_rule"
            ),
            models.CheckConstraint(condition=Q(seats=None) | Q(risk=None), name="wave_seats_or_risk"),
            models.CheckConstraint(condition=Q(risk=None) | Q(risk__gt=0, risk__lt=1), name="wave_risk"),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(state="sending"), name="wave_due"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} #{self.number}"

    @property
    def bundle(self) -> str:
        """What its mails are held and dropped by."""
        return f"wave:{self.pk}"

    def may_be_taken_back(self, now: datetime) -> bool:
        """As if Send had not been pressed."""
        started = self.started_at
        return (
            self.state == self.State.SENDING
            and not self.invited
            and bool(started and now < started + TO_THINK)
        )


class Invitation(models.Model):
    """One interest in one wave. `position` is its place in the event's one order, smallest first."""

    class State(models.TextChoices):
        WAITING = "waiting"
        SENT = "sent"
        CLAIMED = "claimed"
        DECLINED = "declined"
        LAPSED = "lapsed"
        WITHDRAWN = "withdrawn"

    OPEN = (State.WAITING, State.SENT, State.CLAIMED)

    wave = models.ForeignKey(Wave, on_delete=models.PROTECT, related_name="invitations")
    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="invitations", db_index=False)
    interest = models.ForeignKey(Interest, on_delete=models.CASCADE, related_name="invitations")
    public_id = models.CharField(max_length=32, unique=True, help_text="a UUIDv7 in hexadecimal")
    party = models.PositiveSmallIntegerField(help_text="heads that are offered, or were claimed")
    quota = models.CharField(
        max_length=60, blank=True, default="", db_default="", help_text="the quota group whose seats it takes"
    )
    position = models.BigIntegerField()
    is_chosen = models.BooleanField(
        default=False, help_text="its wave invites it as soon as its turn comes; others wait for a free seat"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, help_text="when it was offered")
    reply_by = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True, help_text="when it left `sent`, or the seat was given back")
    reminded_at = models.DateTimeField(null=True, help_text="when the reminder before the reply-by was due")
    asked_at = models.DateTimeField(null=True, help_text="when it was asked whether they still come")
    reconfirmed_at = models.DateTimeField(null=True, help_text="when they said that they still come")
    told_version = models.PositiveIntegerField(default=1, help_text="of the decision: what they last heard")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["event", "interest"],
                condition=Q(state__in=["waiting", "sent", "claimed"]),
                name="invitation_open_once",
            ),
            models.UniqueConstraint(fields=["wave", "interest"], name="invitation_once_a_wave"),
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "sent", "claimed", "declined", "lapsed", "withdrawn"]),
                name="invitation_state",
            ),
            models.CheckConstraint(condition=Q(party__gte=1, party__lte=20), name="invitation_party"),
            models.CheckConstraint(
                condition=~Q(state="waiting") | Q(sent_at=None, reply_by=None, answered_at=None),
                name="invitation_waiting",
            ),
            models.CheckConstraint(
                condition=~Q(state="sent")
                | Q(sent_at__isnull=False, reply_by__isnull=False, answered_at=None),
                name="invitation_sent",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["claimed", "declined", "lapsed"])
                | Q(sent_at__isnull=False, answered_at__isnull=False),
                name="invitation_answered",
            ),
        ]
        indexes = [
            models.Index(
                fields=["event", "position", "id"], condition=Q(state="waiting"), name="invitation_waitlist"
            ),
            models.Index(fields=["reply_by"], condition=Q(state="sent"), name="invitation_to_answer"),
            models.Index(fields=["event", "state", "id"], name="invitation_in_state"),
            models.Index(
                fields=["wave", "position", "id"],
                condition=Q(state="waiting", is_chosen=True),
                name="invitation_to_send",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.wave_id}: {self.interest_id} {self.state}"


from turnout.invitations.draw_models import (  # noqa: E402  (they are models of this room)
    Draw as Draw,
)
from turnout.invitations.draw_models import DrawRecord as DrawRecord  # noqa: E402
from turnout.invitations.draw_models import Entrant as Entrant  # noqa: E402
from turnout.invitations.draw_models import Friend as Friend  # noqa: E402
from turnout.invitations.draw_models import FriendGroup as FriendGroup  # noqa: E402
