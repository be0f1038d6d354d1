from django.urls import URLPattern, URLResolver, path

from turnout.newsroom import webmention

urlpatterns: list[URLPattern | URLResolver] = [
    path("webmention", webmention.webmention, name="webmention"),
]
