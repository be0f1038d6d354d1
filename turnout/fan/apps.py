from django.apps import AppConfig


class FanConfig(AppConfig):
    name = "turnout.fan"
    label = "fan"
