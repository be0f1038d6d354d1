"""The form on pages of other sites: which may show it, what to paste there, and how it looks."""

from csp.constants import NONE, SELF
from csp.decorators import csp_replace, csp_update
from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.doing import back, done
from turnout.desk.posting import posted, problems_of
from turnout.events.edit_event import edit_event
from turnout.events.guard import event_member
from turnout.events.models import Event
from turnout.interest.embed_code import HEIGHT, button_code, frame_code
from turnout.interest.event_page import LANGUAGE_NAMES, Visit, languages_of, with_its_parts
from turnout.interest.queries import counts_of
from turnout.interest.render_pages import event_html
from turnout.rush.shelf import EMBEDDED


class HostsForm(forms.Form):
    embed_hosts = forms.CharField(
        label=_("Sites that may show the form"),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false", "autocapitalize": "off"}),
        help_text=_("One on each line, such as www.example.org. Every other site sees nothing in its frame."),
    )


@csp_update({"frame-src": [SELF]})
@event_member(Role.EDITOR)
def embedding(request: HttpRequest, event: Event) -> HttpResponse:
    sent = posted(request)
    form = HostsForm(sent.data, initial={"embed_hosts": "\n".join(event.embed_hosts)})
    if sent.saves and done(form, event, lambda: _keep(request, event, form)):
        messages.success(request, gettext("Saved."))
        return back(event, "embedding")
    via, language = _via(request, event), _language(request, event)
    facts = {
        "organisation": event.organisation,
        "event": event,
        "form": form,
        "restored": sent.restored,
        "problems": problems_of(form),
        "via": via,
        "channels": event.open_channels(),
        "language": language,
        "languages": [(each, LANGUAGE_NAMES.get(each, each)) for each in languages_of(event)],
        "frame": frame_code(event, language, via),
        "button": button_code(event, language, via),
        "height": HEIGHT,
    }
    return render(request, "desk/event/embedding.html", facts, status=422 if sent.saves else 200)


def _keep(request: HttpRequest, event: Event, form: HostsForm) -> None:
    hosts = form.cleaned_data["embed_hosts"].replace(",", "\n").split("\n")
    edit_event(event, actor_of(request), embed_hosts=hosts)


def _via(request: HttpRequest, event: Event) -> str:
    asked = request.GET.get("via", "")
    return asked if asked in {channel.code for channel in event.open_channels()} else ""


def _language(request: HttpRequest, event: Event) -> str:
    asked = request.GET.get("lang", "")
    return asked if asked in languages_of(event) else event.language


@csp_replace({"frame-ancestors": [SELF], "form-action": [NONE]})
@xframe_options_sameorigin
@require_safe
@event_member(Role.EDITOR)
def preview(request: HttpRequest, event: Event) -> HttpResponse:
    """The form as a frame shows it; it sends nothing."""
    language = _language(request, event)
    with translation.override(language):
        visit = Visit(language, within=EMBEDDED)
        return HttpResponse(event_html(with_its_parts(event), visit, counts_of(event.pk)))


_AT = "<slug:organisation>/<slug:event>/embedding/"
urls = [
    path(_AT, embedding, name="embedding"),
    path(f"{_AT}preview/", preview, name="embedding-preview"),
]
