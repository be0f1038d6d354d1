from django.urls import URLPattern, URLResolver, path

from turnout.newsroom import by_mail_pages, webmention

urlpatterns: list[URLPattern | URLResolver] = [
    path("news/by-mail/", by_mail_pages.by_mail, name="by-mail"),
    path("news/by-mail/sent/", by_mail_pages.asked, name="by-mail-sent"),
    path("news/by-mail/<str:token>/", by_mail_pages.reader, name="reader"),
    path("webmention", webmention.webmention, name="webmention"),
]
