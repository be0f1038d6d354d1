"""What readers say under posts, who says it, and what moderators decide about it."""

from django.db import models
from django.db.models import F, Q

from turnout.accounts.models import Membership, Organisation
from turnout.newsroom.post_models import Post


class Commenter(models.Model):
    """Who comments on an organisation's posts: an address, no account."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="commenters")
    public_id = models.CharField(max_length=32, unique=True)
    email = models.EmailField(max_length=254)
    email_key = models.CharField(max_length=254, help_text="see rules.email_address")
    language = models.CharField(max_length=10)
    generation = models.PositiveIntegerField(default=0, help_text="raised, it ends older links")
    created_at = models.DateTimeField()
    verified_at = models.DateTimeField(null=True)
    approved_at = models.DateTimeField(null=True, help_text="the first time that a member let one appear")
    answers_off_at = models.DateTimeField(null=True, help_text="no mails about answers since")
    wrote_at = models.DateTimeField(
        null=True, help_text="when a mail about a comment of theirs last went out"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "email_key"], name="commenter_once")]

    def __str__(self) -> str:
        return self.email


class CommentState(models.TextChoices):
    """WAITING is looked at by the worker within a second, and becomes one of the others."""

    WAITING = "waiting"
    HELD = "held"
    SHOWN = "shown"
    SPAM = "spam"
    DELETED = "deleted"


class Comment(models.Model):
    """One of them. Answers stand one level below; what is erased keeps its row where answers hang on it."""

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="said")
    commenter = models.ForeignKey(Commenter, on_delete=models.SET_NULL, null=True, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="answers")
    public_id = models.CharField(max_length=32, unique=True)
    submission = models.CharField(max_length=32, null=True)  # noqa: DJ001  (absent without a script)
    name = models.CharField(max_length=60)
    text = models.TextField(max_length=3_000, help_text="a little Markdown")
    language = models.CharField(max_length=10)
    state = models.CharField(max_length=8, choices=CommentState, default=CommentState.WAITING)
    decided_from = models.CharField(max_length=8, blank=True, help_text="the state before, for undoing")
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=60, blank=True, help_text="as the journal names them")
    score = models.FloatField(null=True, help_text="0 is no spam, 1 is; see rules.spam")
    reasons = models.JSONField(default=list, help_text="codes, the weightiest first")
    signs = models.CharField(max_length=80, blank=True, help_text="see rules.signs")
    network = models.CharField(max_length=16, blank=True, help_text="of one day, see rush.human")
    created_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    shown_at = models.DateTimeField(null=True, help_text="the first time")
    told_at = models.DateTimeField(null=True, help_text="when who was answered heard of it")
    revision = models.PositiveIntegerField(default=0, help_text="rises with each change of state or text")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "submission"], name="comment_once"),
            models.CheckConstraint(condition=Q(state__in=CommentState.values), name="comment_state"),
            models.CheckConstraint(condition=~Q(parent=F("id")), name="comment_not_own_answer"),
        ]
        indexes = [
            models.Index(fields=["post", "created_at"], condition=Q(state="shown"), name="comment_shown"),
            models.Index(fields=["id"], condition=Q(state="waiting"), name="comment_waiting"),
            models.Index(fields=["post", "state", "-id"], name="comment_queue"),
            models.Index(fields=["network", "created_at"], name="comment_network"),
            models.Index(
                fields=["id"],
                condition=Q(state="shown", told_at=None, parent__isnull=False),
                name="comment_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}: {self.text[:40]}"


class Report(models.Model):
    """A reader finds that a comment should not stand there. Of one network a day it counts once."""

    class Why(models.TextChoices):
        SPAM = "spam"
        RUDE = "rude"
        PRIVATE = "private"
        OTHER = "other"

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    why = models.CharField(max_length=8, choices=Why)
    network = models.CharField(max_length=16)
    at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, help_text="when a member looked at it")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "network"], name="report_once")]

    def __str__(self) -> str:
        return f"{self.why} {self.comment_id}"


class Block(models.Model):
    """Comments with this become spam at once."""

    class Kind(models.TextChoices):
        ADDRESS = "address"
        NETWORK = "network"
        WORD = "word"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="blocks")
    kind = models.CharField(max_length=8, choices=Kind)
    value = models.CharField(max_length=80, help_text="an address only as its hash; a word in small letters")
    hint = models.CharField(max_length=60, blank=True, help_text="by which members know it again")
    made_by = models.CharField(max_length=60, help_text="as the journal names them")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "kind", "value"], name="block_once")]

    def __str__(self) -> str:
        return f"{self.kind} {self.hint or self.value}"


class SpamDecision(models.Model):
    """What the filter learns from: a comment's features, and what a member said of it."""

    comment = models.OneToOneField(Comment, on_delete=models.CASCADE, primary_key=True, related_name="lesson")
    features = models.JSONField(help_text="see rules.spam")
    is_spam = models.BooleanField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.comment_id} {'spam' if self.is_spam else 'ham'}"


class SpamModel(models.Model):
    """What was learned, one row. `lessons` counts the changes of decisions, `learned` those it knows."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.PositiveIntegerField(default=0)
    lessons = models.PositiveBigIntegerField(default=0)
    learned = models.PositiveBigIntegerField(default=0)
    seed = models.CharField(max_length=16, blank=True, help_text="digest of the packaged rows it began with")
    rows = models.PositiveIntegerField(default=0)
    weights = models.JSONField(default=dict)
    at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"version {self.version}"


class Digest(models.Model):
    """How often a member hears by mail of comments that wait. Without a row: once a day."""

    class Every(models.TextChoices):
        HOUR = "hour"
        DAY = "day"
        NEVER = "never"

    membership = models.OneToOneField(
        Membership, on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    every = models.CharField(max_length=8, choices=Every, default=Every.DAY)
    sent_at = models.DateTimeField(null=True)
    last = models.PositiveBigIntegerField(default=0, help_text="the newest comment that was told of")

    def __str__(self) -> str:
        return f"{self.membership_id} {self.every}"
