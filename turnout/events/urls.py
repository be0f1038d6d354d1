from django.urls import URLPattern, URLResolver, path

from turnout.events import views

urlpatterns: list[URLPattern | URLResolver] = [
    path("e/<slug:slug>/card.png", views.card, name="card"),
    path("e/<slug:slug>/calendar.ics", views.calendar, name="calendar"),
    path("c/<slug:code>", views.short_link, name="short_link"),
]
