"""A commenter's own page: confirm the address, change, take away, and whether mails about answers come."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnout.accounts.guard import public
from turnout.accounts.tells_nobody import tells_nobody
from turnout.interest.host_page import host_page
from turnout.newsroom.comment_html import comment_html
from turnout.newsroom.comment_views import fields_in
from turnout.newsroom.comment_words import fields_of
from turnout.newsroom.commenter_link import NoSuchCommenter, commenter_of, give_cookie, has_cookie, path_of
from turnout.newsroom.models import Comment, Commenter, CommentState
from turnout.newsroom.own_comment import (
    TooLate,
    delete_own,
    edit_comment,
    may_edit,
    switch_answers,
    verify_commenter,
)
from turnout.rules.comment import check_words
from turnout.rules.form import Unacceptable

View = Callable[..., HttpResponseBase]
MOST = 50


def own(view: View) -> View:
    """For who opened the mailed link: the view gets the Commenter, and speaks their language."""

    @public
    @tells_nobody
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, public_id: str, **kwargs: Any) -> HttpResponseBase:
        found = Commenter.objects.select_related("organisation").filter(public_id=public_id).first()
        if found is None or not has_cookie(request, found):
            return host_page(
                request, "newsroom/own_locked.html", None, translation.get_language(), status=403
            )
        with translation.override(found.language):
            return view(request, *args, commenter=found, **kwargs)

    return guarded


@public
@tells_nobody
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """The token is exchanged for a cookie, and the address bar is clean. Nothing else happens."""
    try:
        commenter = commenter_of(token)
    except NoSuchCommenter:
        answer = host_page(request, "newsroom/own_gone.html", None, translation.get_language(), status=410)
    else:
        answer = redirect(path_of(commenter))
        give_cookie(answer, commenter)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@own
@require_safe
def page(request: HttpRequest, commenter: Commenter) -> HttpResponse:
    now = timezone.now()
    found = commenter.comments.exclude(text="").select_related("post").order_by("-pk")[:MOST]
    lines = [
        {
            "comment": each,
            "html": comment_html(each.text),
            "headline": each.post.in_language("headline", commenter.language),
            "may_edit": may_edit(each, now),
            "is_shown": each.state == CommentState.SHOWN and each.post.is_public,
            "is_gone": each.state in {CommentState.DELETED, CommentState.SPAM},
        }
        for each in found
    ]
    return host_page(
        request,
        "newsroom/own.html",
        commenter.organisation,
        commenter.language,
        commenter=commenter,
        lines=lines,
        base=path_of(commenter),
    )


@own
@require_POST
def verify(request: HttpRequest, commenter: Commenter) -> HttpResponse:
    verify_commenter(commenter, timezone.now())
    messages.success(request, _("Thank you: your address is confirmed."))
    return redirect(path_of(commenter))


@own
@require_POST
def answers(request: HttpRequest, commenter: Commenter) -> HttpResponse:
    switch_answers(commenter.public_id, timezone.now(), on=request.POST.get("want") == "yes")
    return redirect(path_of(commenter))


@own
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, commenter: Commenter, comment: str) -> HttpResponse:
    found = _of(commenter, comment)
    typed: dict[str, list[str]] = {"name": [found.name], "text": [found.text]}
    fields = fields_of(typed, with_email=False)
    status = 200
    if request.method == "POST":
        typed = fields_in(request)
        try:
            edit_comment(found, check_words(typed), timezone.now())
            messages.success(request, _("Your comment is changed. It is looked at once more."))
            return redirect(path_of(commenter))
        except TooLate:
            messages.error(request, _("The ten minutes are over. You can still delete it."))
            return redirect(path_of(commenter))
        except Unacceptable as unacceptable:
            fields, status = fields_of(typed, unacceptable.problems, with_email=False), 422
    return host_page(
        request,
        "newsroom/own_edit.html",
        commenter.organisation,
        commenter.language,
        status=status,
        fields=fields,
        problems=[each for each in fields if each.error],
        base=path_of(commenter),
    )


@own
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, commenter: Commenter, comment: str) -> HttpResponse:
    found = _of(commenter, comment)
    if request.method == "POST":
        delete_own(found, timezone.now())
        messages.success(request, _("Your comment is deleted."))
        return redirect(path_of(commenter))
    return host_page(
        request,
        "newsroom/own_delete.html",
        commenter.organisation,
        commenter.language,
        html=comment_html(found.text),
        base=path_of(commenter),
    )


def _of(commenter: Commenter, public_id: str) -> Comment:
    found = commenter.comments.exclude(text="").select_related("post").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found
