"""Who may come in: a ticket for each person of a party, and the keys that their codes are signed with."""

from django.db import models
from django.db.models import F, Q

from turnout.events.models import Event
from turnout.interest.models import Interest
from turnout.invitations.models import Invitation


class EventKey(models.Model):
    """One of an event's own Ed25519 keys; the one with the highest number signs.

    An older one is still believed, until it is revoked: then every code that it signed is dead, and whoever
    opens the ticket has a new one.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="keys", db_index=False)
    number = models.PositiveSmallIntegerField(help_text="1, 2, 3 … within the event")
    public = models.CharField(max_length=64, help_text="32 bytes in hexadecimal")
    sealed = models.CharField(
        max_length=200, help_text="the private key, sealed with the instance's secret key"
    )
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="event_key_once")]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.public[:8]}"


class Ticket(models.Model):
    """A place for one person. Its code is derived, never stored: see rules.ticket_code.

    `interest` is whose claim it comes from; none once that person was erased. Where it was passed on, it is
    the friend's alone: name, address and language are theirs. Else an empty name means nobody has said yet
    who comes, and mails go to the interest's address.
    """

    class Why(models.TextChoices):
        """Why it is no longer good."""

        RELEASED = "released"
        ERASED = "erased"
        ORGANISER = "organiser"

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="tickets", db_index=False)
    interest = models.ForeignKey(
        Interest, on_delete=models.SET_NULL, null=True, related_name="tickets", db_index=False
    )
    number = models.PositiveSmallIntegerField(help_text="1 to the party's size; 1 is who claimed")
    serial = models.CharField(max_length=12, unique=True, help_text="6 random bytes in hexadecimal")
    generation = models.PositiveSmallIntegerField(
        default=0, db_default=0, help_text="rises when it is passed on; only the latest one's code is good"
    )
    name = models.CharField(max_length=120, blank=True)
    passed_to = models.CharField(max_length=254, blank=True, help_text="the friend's address, as typed")
    passed_key = models.CharField(max_length=254, blank=True, help_text="as an interest's")
    language = models.CharField(max_length=10)
    issued_at = models.DateTimeField()
    passed_at = models.DateTimeField(null=True, help_text="when a friend last took it")
    revoked_at = models.DateTimeField(null=True)
    revoked_why = models.CharField(max_length=10, choices=Why, blank=True)
    told_version = models.PositiveIntegerField(
        default=0,
        db_default=0,
        help_text="the edition that its holder was last told, see occasion",
    )

    class Meta:
        constraints = [
            # Nobody holds two of a kind: of two claims at once, the second finds this.
            models.UniqueConstraint(
                fields=["interest", "number"], condition=Q(revoked_at=None), name="ticket_once"
            ),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=20), name="ticket_number"),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_why="")
                | (Q(revoked_at__isnull=False) & Q(revoked_why__in=["released", "erased", "organiser"])),
                name="ticket_revoked",
            ),
        ]
        indexes = [
            models.Index(fields=["event", "told_version"], name="ticket_told"),
            models.Index(fields=["interest"], name="ticket_of_interest"),
            models.Index(fields=["passed_key"], condition=~Q(passed_key=""), name="ticket_passed"),
        ]

    def __str__(self) -> str:
        return f"{self.serial}.{self.generation}"

    @property
    def is_good(self) -> bool:
        return self.revoked_at is None

    @property
    def was_passed_on(self) -> bool:
        return self.passed_at is not None


class PendingPass(models.Model):
    """A friend was offered the ticket and has not taken it yet: until then it stays whose it is."""

    ticket = models.OneToOneField(Ticket, on_delete=models.CASCADE, primary_key=True, related_name="offer")
    email = models.CharField(max_length=254, help_text="as it was typed")
    email_key = models.CharField(max_length=254, help_text="as an interest's")
    number = models.PositiveIntegerField(help_text="rises with each offer; a link is good for one")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.ticket_id}: {self.email}"


class Seats(models.Model):
    """How many seats of one kind may be claimed, and how many are. Only tickets.take moves `taken` up.

    The row without a quota is for everybody; one with a quota's name is first for people of that group, who
    take of everybody's where it is full.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="seats", db_index=False)
    quota = models.CharField(
        max_length=60, blank=True, default="", db_default="", help_text="as in Invitation.quota"
    )
    limit = models.PositiveIntegerField(help_text="raised at any time, lowered to no less than is taken")
    taken = models.PositiveIntegerField(default=0, db_default=0, help_text="heads of all claims on this row")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "quota"], name="seats_once"),
            models.CheckConstraint(condition=Q(taken__lte=F("limit")), name="seats_never_oversold"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.quota or 'all'}: {self.taken} of {self.limit}"

    @property
    def free(self) -> int:
        return self.limit - self.taken


class Claim(models.Model):
    """How many seats of which kind a claimed invitation holds; gone when they are given back.

    `taken` of its Seats is the sum of these parties, at any time. Where the person was erased and a ticket of
    theirs had been passed on, the claim stays for it, without an invitation.
    """

    invitation = models.OneToOneField(Invitation, on_delete=models.SET_NULL, null=True, related_name="claim")
    seats = models.ForeignKey(Seats, on_delete=models.PROTECT, related_name="claims")
    party = models.PositiveSmallIntegerField(help_text="heads, as of the invitation")
    told_at = models.DateTimeField(null=True, help_text="when the mail with its tickets was queued")

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(party__gte=1), name="claim_party")]
        indexes = [models.Index(fields=["id"], condition=Q(told_at=None), name="claim_to_tell")]

    def __str__(self) -> str:
        return f"{self.invitation_id}: {self.party} on {self.seats_id}"
