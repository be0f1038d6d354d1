from django.db import models


class Entry(models.Model):
    """Somebody did something: ids and field names only, appended and never changed.

    Organisations and events are plain ids: the journal outlives what it speaks of,
    and this room comes before theirs.
    """

    at = models.DateTimeField()
    organisation_id = models.BigIntegerField(null=True)
    event_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=60, help_text="user:7, fan, system")
    verb = models.CharField(max_length=60, help_text="publish, change, withdraw")
    noun = models.CharField(max_length=60, help_text="event, question, interest")
    noun_id = models.BigIntegerField(null=True)
    fields = models.JSONField(default=list)

    class Meta:
        indexes = [
            models.Index(fields=["event_id", "-id"], name="journal_event"),
            models.Index(fields=["noun", "noun_id", "-id"], name="journal_noun"),
        ]

    def __str__(self) -> str:
        return f"{self.actor} {self.verb} {self.noun} {self.noun_id}"


class OldValue(models.Model):
    """What stood there before; erasure may blank it while the entry stays."""

    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="old")
    values = models.JSONField(default=dict)

    def __str__(self) -> str:
        return f"before {self.entry_id}"
