from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "turnout.tickets"
    label = "tickets"

    def ready(self) -> None:
        from turnout.tickets import mails  # noqa: F401
