"""The page that hands out the answers as a file, narrowed as the list was."""

from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.export import FORMATS, Export, note_export, pieces, whole
from turnout.desk.narrowing import NarrowingForm
from turnout.desk.people import form_of
from turnout.events.guard import event_member
from turnout.events.models import Event
from turnout.interest.listing import known_size, narrowed
from turnout.interest.queries import counts_of

KINDS = [
    ("csv", _("CSV"), _("For other programs. Any number of people.")),
    ("xlsx", _("Excel"), _("For Excel, LibreOffice and Google Sheets. Takes longest to make.")),
    ("json", _("JSON"), _("For programmers. One person on each line.")),
]


# A spreadsheet is made as a whole before its first byte can be sent, with work that the answers of
# a rush would wait for: a quarter of a minute for so many. The command makes one of any size.
XLSX_AT_ONCE = 100_000


@require_http_methods(["GET", "POST"])
@event_member(Role.EDITOR)
def download(request: HttpRequest, event: Event) -> HttpResponseBase:
    given = QueryDict(request.POST.get("query", "")) if request.method == "POST" else request.GET
    counts = counts_of(event.pk)
    form = form_of(given, event, counts)
    interests = narrowed(event.pk, form.narrowing)
    size = known_size(counts, form.narrowing)
    if size is None:
        size = interests.count()
    kinds = [kind for kind in KINDS if kind[0] != "xlsx" or size <= XLSX_AT_ONCE]
    if request.method == "POST":
        kind = request.POST.get("format", "")
        offered = kind in {name for name, *_ in kinds}
        return _file(request, form, Export(event, interests), kind) if offered else HttpResponse(status=400)
    facts = {
        "organisation": event.organisation,
        "event": event,
        "parts": form.parts,
        "query": _narrowing_of(form).urlencode(),
        "size": size,
        "kinds": kinds,
        "xlsx_at_once": XLSX_AT_ONCE if len(kinds) < len(KINDS) else 0,
    }
    return render(request, "desk/export.html", facts)


def _narrowing_of(form: NarrowingForm) -> QueryDict:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in form.query.items() if name != "sort"})
    return query


def _file(request: HttpRequest, form: NarrowingForm, export: Export, kind: str) -> HttpResponseBase:
    event = form.event
    note_export(event, actor_of(request), kind, _narrowing_of(form))
    name = f"{event.slug}-{timezone.now():%Y-%m-%d}.{kind}"
    if kind == "xlsx":
        return FileResponse(
            whole(export, kind), as_attachment=True, filename=name, content_type=FORMATS[kind]
        )
    answer = StreamingHttpResponse(pieces(export, kind), content_type=FORMATS[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


urls = [path("<slug:organisation>/<slug:event>/people/export/", download, name="export")]
