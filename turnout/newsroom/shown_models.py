from django.db import models

from turnout.newsroom.post_models import Post


class ShownPost(models.Model):
    """As what a post is shown just now: which lists it stands in, so that it can be taken out of them."""

    post = models.OneToOneField(Post, primary_key=True, on_delete=models.CASCADE, related_name="shown")
    edition = models.IntegerField(help_text="-1 where it has to be rendered again")
    tags = models.JSONField(default=list, help_text="slugs")
    events = models.JSONField(default=list, help_text="slugs")

    def __str__(self) -> str:
        return f"{self.post_id} as of {self.edition}"


class ShownLists(models.Model):
    """One row: from what the front page and the lists were rendered; what the worker watches."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    serial = models.BigIntegerField(default=-1, help_text="the revision of all pages that was looked at")
    until = models.DateTimeField(null=True, help_text="when they change by themselves")
    events = models.JSONField(default=dict, help_text="id → edition")
    hosts = models.JSONField(default=dict, help_text="id → digest")

    def __str__(self) -> str:
        return str(self.serial)
