from typing import Any

from django.db import models
from django.db.models import F, Q

from turnout.accounts.models import Organisation, User
from turnout.events.models import Event


class Tag(models.Model):
    """What posts of an organisation are about, in the organisation's own word."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)
    slug = models.SlugField(max_length=60, allow_unicode=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organisation", "slug"], name="tag_once")]

    def __str__(self) -> str:
        return self.name


class PostState(models.TextChoices):
    DRAFT = "draft"
    REVIEW = "review"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Comments(models.TextChoices):
    """Who may answer under a post. Whether it was long enough is asked of `comments_days`."""

    OPEN = "open"
    WAITLIST = "waitlist"
    OFF = "off"


class Post(models.Model):
    """What the host tells.

    Texts stand in the post's own language in the columns, in others in `translations`:
    {"es": {"headline": …, "standfirst": …, "text": …, "picture_alt": …, "picture_caption": …}}.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="posts")
    slug = models.SlugField(max_length=80, unique=True)
    state = models.CharField(max_length=10, choices=PostState, default=PostState.DRAFT)
    language = models.CharField(max_length=10, default="en")
    languages = models.JSONField(default=list, help_text="further languages of the post")
    headline = models.CharField(max_length=120)
    standfirst = models.CharField(max_length=300, blank=True)
    text = models.TextField(max_length=40_000, blank=True, help_text="Markdown")
    translations = models.JSONField(default=dict)
    picture = models.CharField(
        max_length=120, blank=True, help_text="a stored picture's name, see design.pictures"
    )
    picture_alt = models.CharField(max_length=200, blank=True)
    picture_caption = models.CharField(max_length=300, blank=True)
    picture_credit = models.CharField(max_length=120, blank=True)
    author = models.CharField(max_length=120, blank=True, help_text="the name that readers see")
    source_name = models.CharField(max_length=120, blank=True, help_text="where the news comes from")
    source_link = models.URLField(max_length=500, blank=True)
    read_more = models.JSONField(default=list, help_text='[{"label": …, "address": …}]')
    tags = models.ManyToManyField(Tag, related_name="posts", blank=True)
    events = models.ManyToManyField(Event, related_name="posts", blank=True)
    shows_figures = models.BooleanField(default=False, help_text="live figures of its events")
    comments = models.CharField(max_length=10, choices=Comments, default=Comments.OPEN)
    comments_days = models.PositiveSmallIntegerField(null=True, blank=True, help_text="closed after so long")
    written_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    reviewed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    edition = models.PositiveIntegerField(default=0, help_text="rises with each change")
    created_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    publish_at = models.DateTimeField(null=True, help_text="when it is to be published; scheduled only")
    publish_zone = models.CharField(
        max_length=64, blank=True, db_default="", help_text="IANA name: where the scheduled time was meant"
    )
    published_at = models.DateTimeField(null=True, help_text="the first time")
    withdrawn_at = models.DateTimeField(null=True)
    likened_edition = models.PositiveIntegerField(
        null=True, help_text="the edition whose likeness to others was worked out; none while not public"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PostState.values), name="post_state"),
            models.CheckConstraint(condition=Q(comments__in=Comments.values), name="post_comments"),
            models.CheckConstraint(
                condition=~Q(state=PostState.SCHEDULED) | Q(publish_at__isnull=False),
                name="post_scheduled_when",
            ),
            models.CheckConstraint(
                condition=~Q(state=PostState.PUBLISHED) | Q(published_at__isnull=False),
                name="post_published_when",
            ),
        ]
        indexes = [
            models.Index(fields=["publish_at"], condition=Q(state="scheduled"), name="post_due"),
            models.Index(F("published_at").desc(), "id", condition=Q(state="published"), name="post_latest"),
        ]

    def __str__(self) -> str:
        return self.headline

    def in_language(self, field: str, language: str) -> str:
        """The field's text in that language, or in the post's own where there is none."""
        return str(self.translations.get(language, {}).get(field) or getattr(self, field))

    @property
    def is_public(self) -> bool:
        return self.state == PostState.PUBLISHED

    @property
    def all_languages(self) -> list[str]:
        """Its own first."""
        return list(dict.fromkeys([self.language, *self.languages]))


class Correction(models.Model):
    """What was wrong and is right now, said under the post with its date."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="corrections")
    at = models.DateTimeField()
    text = models.CharField(max_length=600)
    translations = models.JSONField(default=dict, help_text='{"es": "…"}')

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return self.text


class PostVersion(models.Model):
    """All that a post said at a time: what a member saved, or what was saved for them."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60, help_text="as the journal names them")
    is_automatic = models.BooleanField(
        default=False, db_default=False, help_text="saved while somebody typed, and folded into what follows"
    )
    fields: Any = models.JSONField(help_text="the post's fields by name; of tags and events the ids")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="post_version_once")]

    def __str__(self) -> str:
        return f"{self.post_id} no. {self.number}"


class OldAddress(models.Model):
    """A slug that a published post once had: whoever comes by it is sent on."""

    slug = models.SlugField(max_length=80, unique=True)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="old_addresses")

    def __str__(self) -> str:
        return self.slug


class Related(models.Model):
    """Another post that a reader of this one may want: pinned by hand, or found by likeness."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="related")
    other = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    pinned = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0, help_text="of a pinned one")
    likeness = models.FloatField(default=0, help_text="cosine, 0 to 1")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "other"], name="related_once"),
            models.CheckConstraint(condition=~Q(post=F("other")), name="related_other"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.other_id}"
