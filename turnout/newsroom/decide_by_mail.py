"""What a link in a moderator's mail opens: the comment and one button. Opening it changes nothing."""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from turnout.accounts.guard import public
from turnout.accounts.tells_nobody import tells_nobody
from turnout.interest.host_page import host_page
from turnout.newsroom.comment_html import comment_html
from turnout.newsroom.decide_comment import DecidedMeanwhile, decide_comment
from turnout.newsroom.decide_link import Decision, NoSuchDecision, decision_of
from turnout.newsroom.models import Comment

BUTTONS = {
    "approve": _("Let it appear"),
    "spam": _("It is spam"),
    "delete": _("Delete it"),
}
DONE = {
    "approve": _("The comment appears."),
    "spam": _("The comment is kept as spam, and the filter learns from it."),
    "delete": _("The comment is deleted."),
}


# The link is the key: it reads no cookie, so no other site can have a browser do anything here.
@public
@csrf_exempt
@tells_nobody
@require_http_methods(["GET", "HEAD", "POST"])
def decide_by_mail(request: HttpRequest, token: str) -> HttpResponse:
    try:
        decision = decision_of(token)
    except NoSuchDecision:
        return host_page(request, "newsroom/decide_gone.html", None, translation.get_language(), status=410)
    if request.method != "POST":
        return _page(request, decision, "" if _stands(decision) else "meanwhile")
    try:
        decide_comment(decision.comment, decision.verb, f"user:{decision.membership.user_id}", timezone.now())
    except DecidedMeanwhile:
        return _page(request, decision, "meanwhile", 409)
    return _page(request, decision, "done")


def _stands(decision: Decision) -> bool:
    return Comment.objects.filter(pk=decision.comment.pk, revision=decision.comment.revision).exists()


def _page(request: HttpRequest, decision: Decision, said: str, status: int = 200) -> HttpResponse:
    organisation = decision.comment.post.organisation
    return host_page(
        request,
        "newsroom/decide.html",
        organisation,
        decision.membership.user.language or organisation.language,
        status=status,
        comment=decision.comment,
        post=decision.comment.post,
        html=comment_html(decision.comment.text),
        button=BUTTONS[decision.verb],
        done=DONE[decision.verb] if said == "done" else "",
        meanwhile=said == "meanwhile",
        verb=decision.verb,
    )
