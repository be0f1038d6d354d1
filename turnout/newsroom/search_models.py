from django.db import models


class Sought(models.Model):
    """What a search finds: a post or an event in one of its languages.

    The databases find by the prepared words of `rules.search_words`, each with an index of its own kind
    (SQLite's FTS5, PostgreSQL's tsvector), which triggers and a generated column keep.
    """

    class Kind(models.TextChoices):
        EVENT = "event"
        POST = "post"

    kind = models.CharField(max_length=5, choices=Kind)
    thing_id = models.BigIntegerField()
    language = models.CharField(max_length=10)
    title = models.CharField(max_length=120)
    text = models.TextField(blank=True)
    title_words = models.TextField(blank=True)
    text_words = models.TextField(blank=True)
    at = models.DateTimeField(help_text="of two that match alike the later comes first")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "thing_id", "language"], name="sought_once"),
            models.CheckConstraint(condition=models.Q(kind__in=["event", "post"]), name="sought_kind"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.thing_id} {self.language}"
