"""A draw's public page, and its record to download."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from turnout.accounts.guard import public
from turnout.invitations.draw_file import record_file
from turnout.invitations.draw_page import facts_of
from turnout.invitations.models import Draw, DrawRecord


@public
@require_safe
def draw_page(request: HttpRequest, public_id: str) -> HttpResponse:
    draw = _draw(public_id)
    return render(request, "invitations/draw.html", facts_of(draw, request.GET.get("code", "")))


@public
@require_safe
def record_json(request: HttpRequest, public_id: str) -> HttpResponseBase:
    """For programs of others as well: it is public."""
    draw = _draw(public_id)
    record = DrawRecord.objects.filter(draw=draw).first()
    if record is None:
        raise Http404
    answer = StreamingHttpResponse(record_file(draw, record), content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="draw-{draw.public_id}.json"'
    answer["Access-Control-Allow-Origin"] = "*"
    answer["Cache-Control"] = "no-cache"
    return answer


def _draw(public_id: str) -> Draw:
    """Of an event that was never published nobody else learns."""
    found = Draw.objects.select_related("event__organisation", "wave").filter(public_id=public_id).first()
    if found is None or not found.event.is_public:
        raise Http404
    return found
