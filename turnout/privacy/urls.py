from django.urls import URLPattern, URLResolver, path

from turnout.privacy import unsubscribe_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("unsubscribe/<str:token>/", unsubscribe_page.unsubscribe_page, name="unsubscribe"),
]
