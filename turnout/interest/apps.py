from django.apps import AppConfig


class InterestConfig(AppConfig):
    name = "turnout.interest"
    label = "interest"
