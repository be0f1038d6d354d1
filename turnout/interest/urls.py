from django.urls import URLPattern, URLResolver, path

from turnout.interest import small_files, views
from turnout.rush.shelf import EMBEDDED

urlpatterns: list[URLPattern | URLResolver] = [
    path("robots.txt", small_files.robots, name="robots"),
    path("favicon.ico", small_files.favicon, name="favicon"),
    path("e/<slug:slug>/", views.event, name="event"),
    path("e/<slug:slug>/interest", views.interest, name="interest"),
    path("e/<slug:slug>/thanks", views.thanks, name="thanks"),
    path("e/<slug:slug>/opened", views.opened, name="opened"),
    path("e/<slug:slug>/challenge", views.challenge, name="challenge"),
    path("e/<slug:slug>/embed/", views.event, {"within": EMBEDDED}, name="embedded"),
    path("e/<slug:slug>/embed/interest", views.interest, {"within": EMBEDDED}, name="embedded-interest"),
    path("e/<slug:slug>/embed/thanks", views.thanks, {"within": EMBEDDED}, name="embedded-thanks"),
    path("embed.js", small_files.embed_script, name="embed-script"),
]
