from typing import Any

from django.db import models
from django.db.models import F, Q

from turnout.accounts.models import Organisation


class Stage(models.TextChoices):
    DRAFT = "draft"
    GAUGING = "gauging"
    INVITING = "inviting"
    CLOSED = "closed"
    PAST = "past"
    CANCELLED = "cancelled"


class HumanCheck(models.TextChoices):
    """When a visitor is asked for a proof of work: under pressure, or always."""

    PRESSURE = "pressure"
    ALWAYS = "always"


class Event(models.Model):
    """What is announced.

    Texts stand in the event's own language in the columns, in others in `translations`:
    {"es": {"title": …, "strapline": …, "text": …, "consent": …, "cover_alt": …}}.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="events")
    slug = models.SlugField(max_length=80, unique=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.DRAFT)
    stage_at = models.DateTimeField(null=True, help_text="when it moved there; nothing before its first move")
    language = models.CharField(max_length=10, default="en")
    languages = models.JSONField(default=list, help_text="further languages of the page")
    title = models.CharField(max_length=120)
    strapline = models.CharField(max_length=240, blank=True)
    text = models.TextField(max_length=20_000, blank=True, help_text="Markdown")
    consent = models.CharField(max_length=600, blank=True)
    translations = models.JSONField(default=dict)
    cover = models.CharField(
        max_length=120, blank=True, help_text="a stored picture's name, see design.pictures"
    )
    cover_alt = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, help_text="ISO 3166-1 alpha-2; where the form starts")
    time_zone = models.CharField(max_length=64, default="UTC", help_text="IANA name")
    opens_at = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)
    party_max = models.PositiveSmallIntegerField(default=4)
    least_age = models.PositiveSmallIntegerField(null=True, blank=True)
    shows_count = models.BooleanField(default=False, help_text="the page tells how many are interested")
    keep_days = models.PositiveSmallIntegerField(
        default=30, help_text="answers are kept so long after the event"
    )
    unverified_days = models.PositiveSmallIntegerField(
        default=14, db_default=14, help_text="an answer whose address nobody confirmed counts so long"
    )
    human_check = models.CharField(
        max_length=10, choices=HumanCheck, default=HumanCheck.PRESSURE, db_default=HumanCheck.PRESSURE
    )
    embed_hosts = models.JSONField(default=list, help_text="hosts whose pages may show the form in a frame")
    template = models.CharField(max_length=20, blank=True, help_text="what it was started from")
    form_version = models.PositiveIntegerField(default=0, help_text="0 before the first publishing")
    edition = models.PositiveIntegerField(default=0, help_text="rises with each change a visitor may see")
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(party_max__gte=1, party_max__lte=20), name="event_party_max"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="event_stage"),
            models.CheckConstraint(
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="event_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def in_language(self, field: str, language: str) -> str:
        """The field's text in that language, or in the event's own where there is none."""
        return str(self.translations.get(language, {}).get(field) or getattr(self, field))

    @property
    def is_public(self) -> bool:
        return self.stage != Stage.DRAFT

    @property
    def was_asked(self) -> bool:
        """Whether it has ever been published: from then on what may have been answered is kept."""
        return self.form_version > 0

    def open_options(self) -> list["Option"]:
        """What is still offered, in its order; uses what was prefetched."""
        return [option for option in self.options.all() if option.retired_at is None]

    def open_questions(self) -> list["Question"]:
        """What is still asked, in its order; uses what was prefetched."""
        return [question for question in self.questions.all() if question.retired_at is None]

    def open_channels(self) -> list["Channel"]:
        """What was not removed, in its order; uses what was prefetched."""
        return [channel for channel in self.channels.all() if channel.retired_at is None]


class Option(models.Model):
    """A candidate place, date, or both. `starts_at` follows from date, time and zone."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="options")
    position = models.PositiveSmallIntegerField(default=0)
    place = models.CharField(max_length=120, blank=True)
    venue = models.CharField(max_length=200, blank=True)
    country = models.CharField(max_length=2, blank=True)
    date = models.DateField(null=True, blank=True)
    time = models.TimeField(null=True, blank=True)
    time_zone = models.CharField(max_length=64, blank=True, help_text="IANA name; the event's where empty")
    starts_at = models.DateTimeField(
        null=True, help_text="UTC; the first instant of the day where there is no time"
    )
    translations = models.JSONField(default=dict)
    retired_at = models.DateTimeField(null=True, help_text="no longer offered; its answers stay")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(place="") | Q(date__isnull=False), name="option_place_or_date"
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(str(part) for part in (self.place, self.date, self.time) if part)


class Question(models.Model):
    """A field that the organiser adds to the form.

    `choices`: [{"id": "a", "label": …, "translations": {"es": …}, "retired": true}] for one of and
    several of; a retired one is no longer offered, and keeps its label for the answers that name it.
    `limits`: "longest" (characters), "least" and "greatest" (numbers or ISO dates), "most" (choices).
    `show_if`: {"question": id, "is": [values]}; empty means always.
    """

    class Kind(models.TextChoices):
        SHORT = "short"
        LONG = "long"
        ONE = "one"
        SEVERAL = "several"
        NUMBER = "number"
        DATE = "date"
        YESNO = "yesno"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(default=0)
    kind = models.CharField(max_length=10, choices=Kind)
    label = models.CharField(max_length=200)
    hint = models.CharField(max_length=300, blank=True)
    required = models.BooleanField(default=False)
    choices: Any = models.JSONField(default=list)
    limits = models.JSONField(default=dict)
    show_if = models.JSONField(default=dict)
    translations = models.JSONField(default=dict, help_text='{"es": {"label": …, "hint": …}}')
    retired_at = models.DateTimeField(null=True, help_text="no longer asked; its answers stay")

    class Meta:
        ordering = ["position", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["short", "long", "one", "several", "number", "date", "yesno"]),
                name="question_kind",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def open_choices(self) -> list[dict[str, Any]]:
        return [choice for choice in self.choices if not choice.get("retired")]


class FormVersion(models.Model):
    """The form as it was asked: what answers are checked against, and the consent they gave."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="form_versions")
    version = models.PositiveIntegerField()
    compiled = models.JSONField(help_text="the plain form of rules.form.Form")
    consent = models.JSONField(help_text="language → text")
    wording = models.JSONField(
        default=dict, help_text="labels as they stood, by q<id>, q<id>.<choice> and option<id>"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "version"], name="form_version_once")]

    def __str__(self) -> str:
        return f"{self.event_id} v{self.version}"


class Channel(models.Model):
    """A place where the event is shared, with its own short link /c/<code>."""

    class Kind(models.TextChoices):
        REDDIT = "reddit"
        FACEBOOK = "facebook"
        X = "x"
        INSTAGRAM = "instagram"
        YOUTUBE = "youtube"
        NEWS = "news"
        POSTER = "poster"
        MAIL = "mail"
        OTHER = "other"

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="channels")
    code = models.CharField(max_length=40, unique=True, help_text="lower-case letters, digits and hyphens")
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OTHER)
    created_at = models.DateTimeField(auto_now_add=True)
    retired_at = models.DateTimeField(null=True, help_text="removed; its link still leads to the event")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
