from django.urls import URLPattern, URLResolver, path

from turnout.invitations import draw_views, friends_page

urlpatterns: list[URLPattern | URLResolver] = [
    path("draws/<str:public_id>/", draw_views.draw_page, name="draw"),
    path("draws/<str:public_id>/record.json", draw_views.record_json, name="draw-record"),
    path("friends/<str:code>/", friends_page.friends_page, name="friends"),
]
