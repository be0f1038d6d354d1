"""The fan's news, and what is kept about them: switched, shown, taken away, erased."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from turnout.accounts.guard import public
from turnout.accounts.tells_nobody import tells_nobody
from turnout.fan.guard import own_page
from turnout.fan.own_cookie import path_of, take_cookie
from turnout.fan.own_page import frame_of
from turnout.interest.models import Interest
from turnout.interest.news import subscription_of
from turnout.interest.switch_news import switch_news
from turnout.privacy.erase_person import erase_person
from turnout.privacy.export_person import export_person
from turnout.privacy.files import KINDS, file_of, name_of
from turnout.privacy.readable import readable
from turnout.privacy.retention_words import of_answer


@own_page
@require_POST
def news(request: HttpRequest, interest: Interest) -> HttpResponse:
    on = request.POST.get("news") == "yes"
    switch_news(interest.pk, on, timezone.now())
    messages.success(request, _news_words(interest, on) % {"host": interest.event.organisation.name})
    return redirect(path_of(interest))


def _news_words(interest: Interest, on: bool) -> str:
    if not on:
        return _("%(host)s does not write to you about its next events.")
    if interest.verified_at is None:
        return _("%(host)s writes to you about its next events once your answer is confirmed.")
    return _("%(host)s writes to you about its next events.")


@own_page
@require_safe
def data(request: HttpRequest, interest: Interest) -> HttpResponse:
    facts = {
        **frame_of(interest),
        "parts": readable(interest, export_person(interest)),
        "kept": of_answer(interest),
    }
    return render(request, "fan/data.html", facts)


@own_page
@require_safe
def download(request: HttpRequest, interest: Interest, kind: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    name = name_of(interest, kind)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(file_of(interest, kind), content_type=KINDS[kind], headers=headers)


@own_page
@require_http_methods(["GET", "HEAD", "POST"])
def erase(request: HttpRequest, interest: Interest) -> HttpResponse:
    """Asked first: what is erased cannot be brought back."""
    subscription = subscription_of(interest)
    if request.method != "POST":
        facts = {**frame_of(interest), "subscribed": subscription is not None and not subscription.ended_at}
        return render(request, "fan/erase.html", facts)
    erase_person(interest.pk, "fan", with_news=request.POST.get("keep_news") != "yes")
    answer = redirect(f"{reverse('my-erased')}?lang={interest.language}")
    take_cookie(answer, interest)
    return answer


@public
@tells_nobody
@require_safe
def erased(request: HttpRequest) -> HttpResponse:
    """The same for everybody: nothing is known any more of who comes here."""
    return render(request, "fan/erased.html")
