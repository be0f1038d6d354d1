from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "turnout.desk"
    label = "desk"
