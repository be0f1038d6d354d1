from django.urls import URLPattern, URLResolver, path

from turnout.newsroom import by_mail_pages, oembed, views, webmention

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.front, name="front"),
    path("events/", views.events, name="events"),
    path("events/page/<int:number>/", views.events, name="events-page"),
    path("news/", views.news, name="news"),
    path("news/page/<int:number>/", views.news, name="news-page"),
    path("news/feed.atom", views.feed, name="news-feed"),
    path("news/feed.json", views.json_feed, name="news-json-feed"),
    path("news/sitemap.xml", views.news_sitemap, name="news-sitemap"),
    path("news/tags/<str:tag>/", views.tag, name="news-tag"),
    path("news/tags/<str:tag>/page/<int:number>/", views.tag, name="news-tag-page"),
    path("news/tags/<str:tag>/feed.atom", views.tag_feed, name="news-tag-feed"),
    path("news/by-mail/", by_mail_pages.by_mail, name="by-mail"),
    path("news/by-mail/sent/", by_mail_pages.asked, name="by-mail-sent"),
    path("news/by-mail/<str:token>/", by_mail_pages.reader, name="reader"),
    path("webmention", webmention.webmention, name="webmention"),
    path("news/<slug:slug>/", views.post, name="post"),
    path("news/<slug:slug>/card.png", views.card, name="post-card"),
    path("e/<slug:slug>/feed.atom", views.event_feed, name="event-feed"),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("search/", views.search, name="search"),
    path("oembed", oembed.oembed, name="oembed"),
]
