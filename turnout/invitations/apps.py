from django.apps import AppConfig


class InvitationsConfig(AppConfig):
    name = "turnout.invitations"
    label = "invitations"
