from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from turnout.fan import address_pages, change, data_pages, friends, lost_link, place_pages, views


class PublicId(StringConverter):
    """An answer's public id, which is never taken for a token: that one is longer."""

    regex = "[0-9a-f]{32}"


register_converter(PublicId, "public_id")

_MINE = "my/<public_id:public_id>/"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_MINE, views.page, name="my"),
    path(f"{_MINE}confirm/", views.confirm, name="my-confirm"),
    path(f"{_MINE}change/", change.change_answer, name="my-change"),
    path(f"{_MINE}withdraw/", views.take_back, name="my-withdraw"),
    path(f"{_MINE}restore/", views.undo, name="my-restore"),
    path(f"{_MINE}renew/", views.renew, name="my-renew"),
    path(f"{_MINE}address/", address_pages.ask, name="my-address"),
    path(f"{_MINE}friends/", friends.join, name="my-friends"),
    path(f"{_MINE}friends/<slug:what>/", friends.change, name="my-friends-change"),
    path(f"{_MINE}claim/", place_pages.claim_place, name="my-claim"),
    path(f"{_MINE}decline/", place_pages.decline_place, name="my-decline"),
    path(f"{_MINE}stay/", place_pages.still_come, name="my-stay"),
    path(f"{_MINE}wait/", place_pages.wait_for_place, name="my-wait"),
    path(f"{_MINE}leave/", place_pages.leave_list, name="my-leave"),
    path(f"{_MINE}news/", data_pages.news, name="my-news"),
    path(f"{_MINE}data/", data_pages.data, name="my-data"),
    path(f"{_MINE}data.<str:kind>", data_pages.download, name="my-data-file"),
    path(f"{_MINE}erase/", data_pages.erase, name="my-erase"),
    path("my/erased/", data_pages.erased, name="my-erased"),
    path("new-address/<str:token>/", address_pages.confirm, name="new-address"),
    path("my/<str:token>/", views.open_link, name="my-link"),
    path("lost-link/", lost_link.lost_link, name="lost-link"),
    path("lost-link/sent/", lost_link.link_sent, name="link-sent"),
]
