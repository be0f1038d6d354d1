from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "turnout.newsroom"
    label = "newsroom"

    def ready(self) -> None:
        from turnout.newsroom import (
            comment_mails,  # noqa: F401
            event_news,  # noqa: F401
            news_mails,  # noqa: F401
            review_mails,  # noqa: F401
        )
