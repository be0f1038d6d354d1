"""Create an organisation, and change what it is."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import get_language, gettext
from django.views.decorators.http import require_http_methods

from turnout.accounts.create_organisation import create_organisation, may_create_organisation
from turnout.accounts.edit_organisation import edit_organisation
from turnout.accounts.guard import actor_of, member, member_user, signed_in
from turnout.accounts.models import Organisation, Role
from turnout.design.picture_refusals import PictureRefused
from turnout.design.pictures import keep_logo
from turnout.desk.organisation_form import (
    Links,
    NewOrganisationForm,
    OrganisationForm,
    Together,
    initial_of,
    links_of,
)
from turnout.desk.problem_words import refusal_sentence
from turnout.events.models import Event
from turnout.interest.render_pages import render_pages
from turnout.interest.shown_pictures import smallest


@signed_in
@require_http_methods(["GET", "POST"])
def new_organisation(request: HttpRequest) -> HttpResponse:
    user = member_user(request)
    if not may_create_organisation(user):
        raise PermissionDenied
    form = NewOrganisationForm(request.POST or None)
    if form.is_valid():
        made = create_organisation(form.cleaned_data["name"], user, language=get_language() or "en")
        return redirect("desk:organisation", made.slug)
    return render(request, "desk/organisations/new.html", {"form": form}, status=422 if form.errors else 200)


@member(Role.OWNER)
@require_http_methods(["GET", "POST"])
def settings(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    is_post = request.method == "POST"
    sent = _sent(request) if is_post else None
    form = OrganisationForm(sent, request.FILES or None, initial=initial_of(organisation))
    links = Links(sent, initial=organisation.links, prefix="links")
    if is_post and form.is_valid() and links.is_valid() and _logo_kept(form):
        changes = {**form.cleaned_data, "links": links_of(links)}
        edit_organisation(organisation, changes, actor_of(request))
        _show(organisation)
        messages.success(request, gettext("Saved."))
        return redirect("desk:settings", organisation.slug)
    # The page's head shows what is kept, not what was typed.
    facts = {
        "organisation": organisation,
        "form": form,
        "links": links,
        "together": Together((form, *links.forms)),
        "logo": smallest(organisation.logo),
    }
    return render(request, "desk/organisations/settings.html", facts, status=422 if is_post else 200)


def _sent(request: HttpRequest) -> QueryDict:
    """What was typed; the button with an offered colour puts that in its place."""
    sent = request.POST.copy()
    if "offered" in sent:
        sent["accent"] = request.POST["offered"]
    return sent


def _logo_kept(form: OrganisationForm) -> bool:
    """Puts the stored name in the place of the upload; a refused picture becomes the field's error."""
    sent, removed = form.cleaned_data.pop("logo"), form.cleaned_data.pop("no_logo")
    try:
        if sent:
            form.cleaned_data["logo"] = keep_logo(sent)
        elif removed:
            form.cleaned_data["logo"] = ""
    except PictureRefused as refusal:
        form.add_error("logo", refusal_sentence(refusal))
    return not form.errors


def _show(organisation: Organisation) -> None:
    """The host stands on the pages of its events."""
    for event in Event.objects.filter(organisation=organisation, published_at__isnull=False):
        render_pages(event)


urls = [
    path("new/", new_organisation, name="new-organisation"),
    path("<slug:organisation>/settings/", settings, name="settings"),
]
