from django.apps import AppConfig


class JournalConfig(AppConfig):
    name = "turnout.journal"
    label = "journal"
