from django.urls import URLPattern, URLResolver, path

from turnout.tickets import passing_on, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("t/offline.js", views.offline, name="tickets-offline"),
    path("t/take/<str:token>/", passing_on.take, name="ticket-offer"),
    path("t/<str:token>/", views.page, name="ticket"),
    path("t/<str:token>.pdf", views.pdf, name="ticket-pdf"),
    path("t/<str:token>.ics", views.calendar, name="ticket-calendar"),
    path("t/<str:token>.pkpass", views.apple, name="ticket-apple"),
    path("t/<str:token>/google/", views.google, name="ticket-google"),
    path("t/<str:token>/name/", views.name, name="ticket-name"),
    path("t/<str:token>/keep/", views.keep, name="ticket-keep"),
    path("t/<str:token>/pass-on/", passing_on.pass_on, name="ticket-pass-on"),
    path("t/<str:token>/forget/", passing_on.forget, name="ticket-forget"),
]
