from django.apps import AppConfig


class InterestConfig(AppConfig):
    name = "turnout.interest"
    label = "interest"

    def ready(self) -> None:
        from turnout.interest import address_mails, mails  # noqa: F401
