from django.urls import URLPattern, URLResolver, path, register_converter
from django.urls.converters import StringConverter

from turnout.newsroom import comment_views, decide_by_mail, own_views


class CommentId(StringConverter):
    """A public id, which is never taken for a token: that one is longer."""

    regex = "[0-9a-f]{32}"


register_converter(CommentId, "comment_id")

_MINE = "news/comments/<comment_id:public_id>/"
_POST = "news/<slug:slug>/comments"
urlpatterns: list[URLPattern | URLResolver] = [
    path(_MINE, own_views.page, name="my-comments"),
    path(f"{_MINE}confirm/", own_views.verify, name="confirm-commenter"),
    path(f"{_MINE}answers/", own_views.answers, name="answers-by-mail"),
    path(f"{_MINE}edit/<comment_id:comment>/", own_views.edit, name="edit-comment"),
    path(f"{_MINE}delete/<comment_id:comment>/", own_views.delete, name="delete-comment"),
    path("news/comments/decide/<str:token>/", decide_by_mail.decide_by_mail, name="decide-comment"),
    path("news/comments/<str:token>/", own_views.open_link, name="commenter-link"),
    path(_POST, comment_views.comments, name="comments"),
    path(f"{_POST}/thanks", comment_views.thanks, name="comment-thanks"),
    path(f"{_POST}/opened", comment_views.opened, name="comment-opened"),
    path(f"{_POST}/challenge", comment_views.challenge, name="comment-challenge"),
    path(f"{_POST}/answer/<comment_id:public_id>", comment_views.answer, name="answer-comment"),
    path(f"{_POST}/report/<comment_id:public_id>", comment_views.report, name="report-comment"),
]
