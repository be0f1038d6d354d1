from django.apps import AppConfig


class InterestConfig(AppConfig):
    name = "turnout.interest"
    label = "interest"

    def ready(self) -> None:
        from turnout.interest import mails  # noqa: F401
