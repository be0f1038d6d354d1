from django.urls import include, path

handler500 = "turnout.design.trouble.server_error"

urlpatterns = [
    path("", include("turnout.accounts.urls")),
    path("", include("turnout.events.urls")),
    path("", include("turnout.interest.urls")),
    path("", include("turnout.invitations.urls")),
    path("", include("turnout.tickets.urls")),
    path("", include("turnout.newsroom.comment_urls")),
    path("", include("turnout.newsroom.urls")),
    path("", include("turnout.privacy.urls")),
    path("", include("turnout.fan.urls")),
    path("", include("turnout.desk.urls")),
]
