"""The organisation's mails: what became of each, what it says, and what can still be done about it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from turnout.accounts.guard import actor_of, member
from turnout.accounts.models import Organisation, Role
from turnout.desk.mail_words import LOOKS, MEANINGS, PILES, kind_of
from turnout.outbox import trouble
from turnout.outbox.cancel import cancel, cancel_all
from turnout.outbox.listing import (
    MAY_CANCEL,
    MAY_RETRY,
    MOST_COUNTED,
    counts_of,
    mails_of,
    page_of,
    pile_of,
)
from turnout.outbox.listing import PILES as ALL_PILES
from turnout.outbox.models import Mail
from turnout.outbox.refusals import NoLongerSo
from turnout.outbox.retry import resend, retry, retry_all
from turnout.outbox.shown import shown


@member(Role.EDITOR)
@require_safe
def outbox(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    pile, search = _asked(request.GET.get("state", ""), request.GET.get("q", ""))
    page = page_of(
        mails_of(organisation.pk, pile, search),
        newer=_number(request.GET.get("newer", "")),
        older=_number(request.GET.get("older", "")),
    )
    counts = counts_of(organisation.pk)
    query = {name: value for name, value in (("state", pile), ("q", search)) if value}
    facts = {
        "organisation": organisation,
        "piles": [_tab(each, count, pile, search) for each, count in counts.items() if count or each == pile],
        "any": any(counts.values()),
        "all": urlencode({"q": search}) if search else "",
        "pile": pile,
        "meaning": MEANINGS.get(pile, ""),
        "search": search,
        "lines": [_line(mail) for mail in page.mails],
        "newer": urlencode({**query, "newer": page.newer}) if page.newer else "",
        "older": urlencode({**query, "older": page.older}) if page.older else "",
        "may_retry": pile in MAY_RETRY and page.mails,
        "may_cancel": pile in MAY_CANCEL and page.mails,
        "sends_mail": settings.MAIL is not None,
    }
    return render(request, "desk/outbox/list.html", facts)


def _asked(pile: str, search: str) -> tuple[str, str]:
    """What cannot be a pile or an address narrows nothing."""
    return (pile if pile in ALL_PILES else "", search.replace("\0", "").strip()[:254])


def _number(given: str) -> int | None:
    return int(given) if given.isascii() and given.isdigit() and len(given) < 19 else None


def _tab(pile: str, count: int, here: str, search: str) -> dict[str, Any]:
    return {
        "label": PILES[pile],
        "count": min(count, MOST_COUNTED),
        "more": count > MOST_COUNTED,
        "query": urlencode({"state": pile, **({"q": search} if search else {})}),
        "current": pile == here,
    }


def _line(mail: Mail) -> dict[str, Any]:
    pile = pile_of(mail, timezone.now())
    return {
        "mail": mail,
        "pile": pile,
        "kind": kind_of(mail.template),
        "state": PILES[pile],
        "meaning": MEANINGS[pile],
        "look": LOOKS.get(pile, ""),
        "at": mail.sent_at or mail.created_at,
    }


@csp_update({"frame-src": [SELF]})
@member(Role.EDITOR)
@require_safe
def one_mail(request: HttpRequest, organisation: Organisation, mail: int) -> HttpResponse:
    found = _mail(organisation, mail)
    line = _line(found)
    facts = {
        "organisation": organisation,
        **line,
        "preview": shown(found),
        "language": dict(settings.LANGUAGES).get(found.language, found.language),
        "may_retry": line["pile"] in MAY_RETRY,
        "may_cancel": line["pile"] in {*MAY_CANCEL, "held"},
        "may_resend": line["pile"] == "unknown",
    }
    return render(request, "desk/outbox/mail.html", facts)


# What a mail may do in its frame: have its own style, and nothing else. Its links open in no window.
IN_A_FRAME = {
    "default-src": [NONE],
    "script-src": [NONE],
    "connect-src": [NONE],
    "font-src": [NONE],
    "manifest-src": [NONE],
    "form-action": [NONE],
    "base-uri": [NONE],
    "style-src": ["'unsafe-inline'"],
    "img-src": [SELF],
    "frame-ancestors": [SELF],
    "sandbox": "",
}


@csp_replace(IN_A_FRAME)
@xframe_options_sameorigin
@member(Role.EDITOR)
@require_safe
def mail_html(request: HttpRequest, organisation: Organisation, mail: int) -> HttpResponse:
    """The mail's own HTML, for the frame on its page."""
    written = shown(_mail(organisation, mail)).mail
    if written is None:
        raise Http404
    return HttpResponse(written.html)


@member(Role.EDITOR)
@require_POST
def retry_mail(request: HttpRequest, organisation: Organisation, mail: int) -> HttpResponse:
    found = _mail(organisation, mail)
    said = gettext("The mail to %(address)s waits to be sent again.") % {"address": found.recipient}
    return _done(request, found, lambda: retry(found, actor_of(request), timezone.now()), said)


@member(Role.EDITOR)
@require_POST
def cancel_mail(request: HttpRequest, organisation: Organisation, mail: int) -> HttpResponse:
    found = _mail(organisation, mail)
    said = gettext("The mail to %(address)s is not sent.") % {"address": found.recipient}
    return _done(request, found, lambda: cancel(found, actor_of(request)), said)


@member(Role.EDITOR)
def resend_mail(request: HttpRequest, organisation: Organisation, mail: int) -> HttpResponse:
    """Asks first: it may arrive twice."""
    found = _mail(organisation, mail)
    if request.method == "POST":
        said = gettext("The mail to %(address)s waits to be sent again.") % {"address": found.recipient}
        return _done(request, found, lambda: resend(found, actor_of(request), timezone.now()), said)
    if pile_of(found, timezone.now()) != "unknown":
        return redirect("desk:mail", organisation.slug, found.pk)
    facts = {"organisation": organisation, "mail": found, "kind": kind_of(found.template)}
    return render(request, "desk/outbox/resend.html", facts)


def _mail(organisation: Organisation, pk: int) -> Mail:
    return get_object_or_404(Mail, pk=pk, organisation_id=organisation.pk)


def _done(request: HttpRequest, mail: Mail, verb: Callable[[], None], said: str) -> HttpResponse:
    try:
        verb()
    except NoLongerSo:
        messages.warning(request, gettext("That came too late: look how it stands with the mail now."))
    else:
        messages.success(request, said)
        trouble.forget()
    return redirect("desk:mail", request.membership.organisation.slug, mail.pk)  # type: ignore[attr-defined]


@member(Role.EDITOR)
@require_POST
def all_mails(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """All mails of a pile, or those of a search in it: sent again, or not at all."""
    pile, search = _asked(request.POST.get("state", ""), request.POST.get("q", ""))
    mails, actor = mails_of(organisation.pk, pile, search), actor_of(request)
    if request.POST.get("do") == "cancel" and pile in MAY_CANCEL:
        count = cancel_all(mails, organisation.pk, actor)
        said = ngettext("%(count)s mail is not sent.", "%(count)s mails are not sent.", count)
    elif request.POST.get("do") == "retry" and pile in MAY_RETRY:
        count = retry_all(mails, organisation.pk, actor, timezone.now())
        said = ngettext(
            "%(count)s mail waits to be sent again.", "%(count)s mails wait to be sent again.", count
        )
    else:
        return redirect("desk:outbox", organisation.slug)
    messages.success(request, said % {"count": count})
    trouble.forget()
    return redirect("desk:outbox", organisation.slug)


_AT = "<slug:organisation>/outbox/"
urls = [
    path(_AT, outbox, name="outbox"),
    path(f"{_AT}all/", all_mails, name="all-mails"),
    path(f"{_AT}<int:mail>/", one_mail, name="mail"),
    path(f"{_AT}<int:mail>/html/", mail_html, name="mail-html"),
    path(f"{_AT}<int:mail>/retry/", retry_mail, name="retry-mail"),
    path(f"{_AT}<int:mail>/cancel/", cancel_mail, name="cancel-mail"),
    path(f"{_AT}<int:mail>/resend/", resend_mail, name="resend-mail"),
]
