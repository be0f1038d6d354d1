from django.db import models

from turnout.events.models import Event
from turnout.newsroom.post_models import Post


class ShownFigures(models.Model):
    """Which live figures a post's public page tells, and when it was last claimed to be rendered."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True)
    figures = models.JSONField(
        default=list, help_text="[[event's id, interested, cities, countries, days, hours], …]"
    )
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.post_id}: {self.figures}"


class CityCount(models.Model):
    """From how many cities people answered, when so many had answered."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="+")
    answers = models.PositiveIntegerField()
    cities = models.PositiveIntegerField()
    next_at = models.DateTimeField(help_text="not counted again before")

    def __str__(self) -> str:
        return f"{self.event_id}: {self.cities}"
