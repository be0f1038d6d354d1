from django.apps import AppConfig


class PrivacyConfig(AppConfig):
    name = "turnout.privacy"
    label = "privacy"
