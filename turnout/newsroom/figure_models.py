from django.db import models

from turnout.newsroom.post_models import Post


class ShownFigures(models.Model):
    """Which live figures a post's public page tells, and when it was last claimed to be rendered."""

    post = models.OneToOneField(Post, on_delete=models.CASCADE, primary_key=True)
    figures = models.JSONField(default=list, help_text="[[event's id, interested, countries], …]")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.post_id}: {self.figures}"
