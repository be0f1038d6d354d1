from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "turnout.outbox"
    label = "outbox"

    def ready(self) -> None:
        from turnout.outbox import mails  # noqa: F401
