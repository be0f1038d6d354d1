"""Who came to an event, by what was known of them: counts alone, that outlive the persons."""

from typing import Any

from django.db import models

from turnout.events.models import Event


class Breakdown(models.Model):
    """Made again whenever somebody's coming is noted later; what it was made of may be erased meanwhile."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, primary_key=True, related_name="+")
    parts: Any = models.JSONField(help_text="rules.who_came.Part, by channel, likelihood and distance")
    at = models.DateTimeField(help_text="the last step of anybody that is in it")

    def __str__(self) -> str:
        return f"{self.event_id}: {len(self.parts)}"
