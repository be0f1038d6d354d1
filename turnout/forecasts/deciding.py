"""What an organiser notes to decide by: where an option is, what halls there are, what an error costs."""

from datetime import datetime

from django.db import models
from django.db.models import Q

from turnout.events.models import Event, Option


class OptionPoint(models.Model):
    """Where an option is, where its own name does not tell: the nearest town or ZIP code that we know."""

    option = models.OneToOneField(Option, on_delete=models.CASCADE, primary_key=True, related_name="+")
    name = models.CharField(max_length=120, help_text="as it was typed")
    latitude = models.FloatField()
    longitude = models.FloatField()

    def __str__(self) -> str:
        return self.name


class HallCosts(models.Model):
    """What one empty seat costs the organiser, and one person turned away, in their own money."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="+")
    empty = models.DecimalField(max_digits=9, decimal_places=2)
    away = models.DecimalField(max_digits=9, decimal_places=2)
    risk = models.PositiveSmallIntegerField(help_text="chances in 100 that the hall may be too small")
    currency = models.CharField(max_length=3, help_text="ISO 4217")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(empty__gte=0, away__gte=0) & ~Q(empty=0, away=0), name="hall_costs_something"
            ),
            models.CheckConstraint(condition=Q(risk__gte=1, risk__lte=50), name="hall_risk"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}: {self.empty} / {self.away} {self.currency}"


class Venue(models.Model):
    """A hall that could be booked."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="venues")
    place = models.CharField(max_length=120, blank=True, help_text="of the options it is for; all if empty")
    name = models.CharField(max_length=120)
    capacity = models.PositiveIntegerField()
    price = models.DecimalField(max_digits=11, decimal_places=2)
    removed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=Q(price__gte=0), name="venue_price")]

    def __str__(self) -> str:
        return f"{self.name} ({self.capacity})"


class OutlookLink(models.Model):
    """An address at which anybody may read the forecast until it expires; see outlook_link."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="outlook_links")
    public_id = models.CharField(max_length=32, unique=True, help_text="random, in hexadecimal")
    name = models.CharField(max_length=80, help_text="whom it was made for")
    actor = models.CharField(max_length=60, help_text="as in the journal")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name

    def is_open(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at
