from typing import Any

from django.db import models
from django.db.models import F, Q

from turnout.accounts.models import Organisation
from turnout.events.models import Event
from turnout.interest.models import Interest


class Step(models.TextChoices):
    """How far somebody has come since answering; who was not invited has none. As in rules.people."""

    INVITED = "invited"
    LAPSED = "lapsed"
    CLAIMED = "claimed"
    PAID = "paid"
    RECONFIRMED = "reconfirmed"
    ADMITTED = "admitted"
    DECLINED = "declined"


class Progress(models.Model):
    """One person's step towards the door, noted by the room in which it was taken; the last one counts."""

    interest = models.OneToOneField(Interest, on_delete=models.CASCADE, primary_key=True)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="+", db_index=False)
    step = models.CharField(max_length=12, choices=Step)
    heads = models.PositiveSmallIntegerField(
        null=True, help_text="how many of the party; all where nothing is said"
    )
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(step__in=Step.values), name="progress_step")]
        indexes = [models.Index(fields=["event", "changed_at"], name="progress_of_event")]

    def __str__(self) -> str:
        return f"{self.interest_id}: {self.step}"


class Brought(models.Model):
    """A file of past events that was brought in, so that it can be taken back as one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    actor = models.CharField(max_length=60, help_text="as in the journal")
    events = models.PositiveIntegerField()
    taken_back_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.organisation_id}: {self.events}"


class Outcome(models.Model):
    """One row of an organisation's history: how many had said they would come, and how many came.

    Its numbers never change: it is removed (`removed_at`) and written anew, so that what was learned from it
    can be learned again exactly.
    """

    class Said(models.TextChoices):
        """What it was that `said` people had said: a stage of rules.people, or several."""

        CLAIMED = "claimed"
        PAID = "paid"
        DEFINITELY = "definitely"
        PROBABLY = "probably"
        MAYBE = "maybe"
        MIXED = "mixed"

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="outcomes", db_index=False
    )
    event = models.ForeignKey(Event, null=True, on_delete=models.PROTECT, related_name="outcomes")
    brought = models.ForeignKey(Brought, null=True, on_delete=models.CASCADE, related_name="outcomes")
    name = models.CharField(max_length=120)
    date = models.DateField()
    kind = models.CharField(max_length=12, choices=Said, default=Said.CLAIMED)
    lead = models.PositiveSmallIntegerField(null=True, help_text="days before the event that it was said")
    said = models.PositiveIntegerField(help_text="heads")
    came = models.PositiveIntegerField(help_text="heads, of those who had said so")
    walk_ins = models.PositiveIntegerField(default=0, help_text="heads beside them")
    expected = models.FloatField(
        null=True, help_text="heads that were foreseen without the organiser's own level, where that is known"
    )
    cells: Any = models.JSONField(
        default=list,
        help_text="how many people were alike, and how many of them came: rules.history; no person",
    )
    removed_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(help_text="when it was written, removed or put back")

    class Meta:
        ordering = ["date", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "date", "name"], condition=Q(removed_at=None), name="outcome_once"
            ),
            models.UniqueConstraint(
                fields=["event"],
                condition=Q(removed_at=None, event__isnull=False),
                name="outcome_of_event_once",
            ),
            models.CheckConstraint(condition=Q(came__lte=F("said")), name="outcome_came_of_said"),
            models.CheckConstraint(
                condition=Q(kind__in=["claimed", "paid", "definitely", "probably", "maybe", "mixed"]),
                name="outcome_kind",
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "date"], name="outcome_by_date"),
            models.Index(fields=["organisation", "-changed_at"], name="outcome_by_change"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.date}): {self.came} of {self.said}"


class Version(models.Model):
    """What an organisation's outcomes have taught, as plain numbers; each change of them makes a new one."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveIntegerField(help_text="counts from 1 within the organisation")
    learned = models.JSONField(help_text="rules.learning.Learned")
    outcomes = models.JSONField(help_text="ids of the outcomes it was learned from, in their order")
    events = models.PositiveIntegerField(help_text="how many of them taught something")
    as_of = models.DateTimeField(help_text="the last change of an outcome that is in it")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "number"], name="version_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} v{self.number}"


class Forecast(models.Model):
    """A forecast as it was on that day: its numbers, and what it takes to make it again exactly."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="forecasts", db_index=False)
    day = models.DateField(help_text="in the event's time zone")
    stage = models.CharField(max_length=10, help_text="the event's at that moment")
    at = models.DateTimeField()
    version = models.ForeignKey(
        Version, null=True, on_delete=models.PROTECT, help_text="nothing: the published rates"
    )
    model = models.PositiveSmallIntegerField(help_text="rules.learning.MODEL")
    made_of = models.JSONField(help_text="rules.forecast.Basis: people as numbers, no person")
    said = models.PositiveIntegerField(help_text="heads that it was made of")
    low95 = models.PositiveIntegerField()
    low80 = models.PositiveIntegerField()
    low50 = models.PositiveIntegerField()
    median = models.PositiveIntegerField()
    high50 = models.PositiveIntegerField()
    high80 = models.PositiveIntegerField()
    high95 = models.PositiveIntegerField()

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            # One a day, and one more for each stage that begins on it.
            models.UniqueConstraint(fields=["event", "day", "stage"], name="forecast_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} on {self.day}: about {self.median}"


from turnout.forecasts.breakdown import Breakdown as Breakdown  # noqa: E402
from turnout.forecasts.deciding import HallCosts as HallCosts  # noqa: E402
from turnout.forecasts.deciding import OptionPoint as OptionPoint  # noqa: E402
from turnout.forecasts.deciding import OutlookLink as OutlookLink  # noqa: E402
from turnout.forecasts.deciding import Venue as Venue  # noqa: E402
