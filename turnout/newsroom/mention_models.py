from django.db import models
from django.db.models import Q

from turnout.accounts.models import Organisation
from turnout.events.models import Event
from turnout.newsroom.post_models import Post


class Mention(models.Model):
    """Another site's page that links to a post or an event, as that site told us (W3C Webmention).

    Kept only while there is something to look at: what never linked here, or could not be read, is deleted.
    """

    class State(models.TextChoices):
        """Held until a member has looked at it. Gone: it was shown, and the page links here no more."""

        WAITING = "waiting"
        HELD = "held"
        SHOWN = "shown"
        REFUSED = "refused"
        GONE = "gone"

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="mentions")
    post = models.ForeignKey(Post, on_delete=models.CASCADE, null=True, related_name="mentions")
    event = models.ForeignKey(Event, on_delete=models.CASCADE, null=True, related_name="mentions")
    source = models.CharField(max_length=1_000, help_text="the page's address, as it was told")
    host = models.CharField(max_length=255, help_text="of the source")
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    title = models.CharField(max_length=200, blank=True)
    site = models.CharField(max_length=80, blank=True)
    author = models.CharField(max_length=80, blank=True)
    has_changed = models.BooleanField(default=False, help_text="since a member approved it")
    received_at = models.DateTimeField(help_text="the last time")
    read_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True, help_text="when its page is to be fetched")
    tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("waiting", "held", "shown", "refused", "gone")), name="mention_state"
            ),
            models.CheckConstraint(
                condition=Q(post__isnull=False, event__isnull=True)
                | Q(post__isnull=True, event__isnull=False),
                name="mention_of_one",
            ),
            models.UniqueConstraint(fields=["post", "source"], name="mention_of_post_once"),
            models.UniqueConstraint(fields=["event", "source"], name="mention_of_event_once"),
        ]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="mention_due"),
            models.Index(fields=["organisation", "state", "-received_at"], name="mention_listed"),
        ]

    def __str__(self) -> str:
        return self.title or self.source


class BlockedSite(models.Model):
    """A site whose mentions an organisation does not want."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    host = models.CharField(max_length=255)
    since = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["organisation", "host"], name="blocked_site_once")]

    def __str__(self) -> str:
        return self.host
