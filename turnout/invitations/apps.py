from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "turnout.invitations"
    label = "invitations"

    def ready(self) -> None:
        from turnout.invitations import draw_mails, mails  # noqa: F401
