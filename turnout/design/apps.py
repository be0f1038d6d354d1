from django.apps import AppConfig


class DesignConfig(AppConfig):
    name = "turnout.design"
    label = "design"
