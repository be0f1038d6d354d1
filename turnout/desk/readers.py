"""Who gets the organisation's posts by mail: how many, who, and what the last mails were."""

import csv
from io import StringIO
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from turnout.accounts.guard import actor_of, member
from turnout.accounts.models import Organisation, Role
from turnout.desk.remove_reader import remove_reader
from turnout.interest.event_page import LANGUAGE_NAMES
from turnout.journal.record import record
from turnout.newsroom.models import Dispatch, Reader

ON_A_PAGE = 100
_ON = Q(since__isnull=False, ended_at=None)


@member(Role.EDITOR)
@require_safe
def readers(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    search = request.GET.get("q", "").replace("\0", "").strip()[:254]
    mine = Reader.objects.filter(organisation=organisation)
    counts = mine.aggregate(
        on=Count("pk", _ON),
        at_once=Count("pk", _ON & Q(cadence=Reader.Cadence.AT_ONCE)),
        weekly=Count("pk", _ON & Q(cadence=Reader.Cadence.WEEKLY)),
        asked=Count("pk", Q(since=None, ended_at=None)),
        left=Count("pk", Q(ended_at__isnull=False)),
    )
    found = mine.filter(email__icontains=search) if search else mine
    page = Paginator(found.order_by("-asked_at", "-pk"), ON_A_PAGE).get_page(request.GET.get("page"))
    facts = {
        "organisation": organisation,
        "counts": counts,
        "any": counts["on"] + counts["asked"] + counts["left"],
        "search": search,
        "page": page,
        "lines": [(each, LANGUAGE_NAMES.get(each.language, each.language)) for each in page],
        "dispatches": _lately(organisation),
    }
    return render(request, "desk/news/readers.html", facts)


def _lately(organisation: Organisation) -> list[Dispatch]:
    """The last mails that went to anybody."""
    written = Dispatch.objects.filter(organisation=organisation, queued__gt=0)
    return list(written.select_related("post").order_by("-at", "-pk")[:5])


@member(Role.EDITOR)
@require_POST
def remove(request: HttpRequest, organisation: Organisation, number: int) -> HttpResponse:
    reader = get_object_or_404(Reader, organisation=organisation, pk=number)
    remove_reader(reader, actor_of(request))
    messages.success(
        request, gettext("%(email)s gets no more mails, and is deleted here.") % {"email": reader.email}
    )
    return redirect("desk:readers", organisation.slug)


@member(Role.EDITOR)
@require_POST
def readers_file(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Those who get posts now; that they were taken out is journalled."""
    text = StringIO()
    rows = csv.writer(text)
    rows.writerow(["email", "how_often", "language", "since"])
    found = Reader.objects.filter(_ON, organisation=organisation).order_by("pk")
    for each in found.iterator(chunk_size=2_000):
        since = each.since.isoformat(timespec="seconds") if each.since else ""
        rows.writerow([_harmless(each.email), each.cadence, each.language, since])
    record(actor_of(request), "export", "readers", None, organisation_id=organisation.pk)
    name = f"{organisation.slug}-readers.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(text.getvalue(), content_type="text/csv; charset=utf-8", headers=headers)


def _harmless(cell: str) -> str:
    """A spreadsheet takes for a formula what begins like one."""
    return f"'{cell}" if cell[:1] in "=+-@" else cell


_AT = "<slug:organisation>/news/readers/"
urls: list[Any] = [
    path(_AT, readers, name="readers"),
    path(f"{_AT}readers.csv", readers_file, name="readers-file"),
    path(f"{_AT}<int:number>/remove/", remove, name="remove-reader"),
]
