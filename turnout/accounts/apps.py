from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "turnout.accounts"
    label = "accounts"

    def ready(self) -> None:
        from turnout.accounts import mails  # noqa: F401
