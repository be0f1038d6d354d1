from django.db import models


class Page(models.Model):
    """One rendered public page: the bytes that every visitor of a language and channel gets."""

    class State(models.TextChoices):
        BEFORE = "before"
        OPEN = "open"
        AFTER = "after"
        # Answers to a form that cannot be taken just now; found at the form's own address.
        FULL = "full"
        FAST = "fast"
        LARGE = "large"
        SLOW = "slow"
        FOREIGN = "foreign"
        CHECK = "check"
        WRONG = "wrong"

    event_id = models.BigIntegerField(help_text="pages come before events, so a plain id")
    path = models.CharField(max_length=200, help_text="/e/new-york/")
    language = models.CharField(max_length=10)
    via = models.CharField(max_length=40, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    content_type = models.CharField(max_length=60, default="text/html; charset=utf-8")
    policy = models.TextField(blank=True, help_text="the page's Content-Security-Policy")
    etag = models.CharField(max_length=70)
    body = models.BinaryField()
    gzip = models.BinaryField()
    brotli = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["path", "language", "via", "state"], name="page_unique"),
        ]
        indexes = [models.Index(fields=["event_id"], name="page_event")]

    def __str__(self) -> str:
        return f"{self.path} {self.language} {self.via} {self.state}"


class Leaf(models.Model):
    """A rendered page that is the same for everybody of a language; whose it is says who stores it again.

    Of what was taken away the row stays, without a body: so whoever asks for what is newer than a serial
    is told of it.
    """

    owner = models.CharField(max_length=120, help_text="post:12, or front")
    path = models.CharField(max_length=200, help_text="/news/we-come-to-new-york/")
    language = models.CharField(max_length=10)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="0 for who asks for none of its languages"
    )
    content_type = models.CharField(max_length=60, default="text/html; charset=utf-8")
    policy = models.TextField(blank=True, help_text="the page's Content-Security-Policy")
    etag = models.CharField(max_length=70, blank=True)
    body = models.BinaryField()
    gzip = models.BinaryField()
    brotli = models.BinaryField()
    is_gone = models.BooleanField(default=False)
    serial = models.BigIntegerField(db_index=True, help_text="the revision that wrote this row")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["path", "language"], name="leaf_unique")]
        indexes = [models.Index(fields=["owner"], name="leaf_owner")]

    def __str__(self) -> str:
        return f"{self.path} {self.language}"


class Entrance(models.Model):
    """What the rush path must know of a published event to take an answer without Django."""

    event_id = models.BigIntegerField(primary_key=True)
    slug = models.CharField(max_length=80, unique=True)
    languages = models.JSONField(default=list)
    channels = models.JSONField(default=list, help_text="known channel codes")
    accepting = models.BooleanField(default=True, help_text="the stage takes answers")
    opens_at = models.DateTimeField(null=True)
    closes_at = models.DateTimeField(null=True)
    forms = models.JSONField(default=dict, help_text="version → the compiled form of rules.form")
    embed_hosts = models.JSONField(default=list)
    checks_everybody = models.BooleanField(default=False, db_default=False)
    sources = models.JSONField(null=True, help_text="utm_source or host → the channel that stands for it")
    serial = models.BigIntegerField(help_text="the revision that wrote this row or one of its pages")

    def __str__(self) -> str:
        return self.slug


class Board(models.Model):
    """What the rush path must know of a published post to take a comment."""

    post_id = models.BigIntegerField(primary_key=True)
    organisation_id = models.BigIntegerField()
    slug = models.CharField(max_length=80, unique=True)
    languages = models.JSONField(default=list, help_text="its own first")
    mode = models.CharField(max_length=10, help_text="who may comment")
    closes_at = models.DateTimeField(null=True)
    serial = models.BigIntegerField(help_text="the revision that wrote this row")

    def __str__(self) -> str:
        return self.slug


class Revision(models.Model):
    """One row whose serial rises with each change of a page or entrance; what workers watch."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    serial = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.serial)
