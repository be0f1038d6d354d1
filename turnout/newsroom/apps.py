from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "turnout.newsroom"
    label = "newsroom"
