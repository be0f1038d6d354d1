from django.apps import AppConfig


class ForecastsConfig(AppConfig):
    name = "turnout.forecasts"
    label = "forecasts"
