from django.apps import AppConfig


class MailingsConfig(AppConfig):
    name = "turnout.mailings"
    label = "mailings"

    def ready(self) -> None:
        from turnout.mailings import mails  # noqa: F401
