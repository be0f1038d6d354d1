"""What is asked about a post in a form of its own: when, what was wrong, which address, beside which."""

import datetime as dt
from collections.abc import Callable
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.choices import offer, zone_choices
from turnout.desk.post_page import address_of, back
from turnout.desk.post_words import say_refusal
from turnout.desk.posting import posted, problems_of
from turnout.newsroom.change_slug import change_slug
from turnout.newsroom.correct_post import correct_post
from turnout.newsroom.guard import post_member
from turnout.newsroom.models import Post, PostState
from turnout.newsroom.move_post import lacking
from turnout.newsroom.needs_review import may_go_out
from turnout.newsroom.pin_related import pin_related
from turnout.newsroom.schedule_post import MAY_BE_SCHEDULED, schedule_post
from turnout.rules.refusal import Refusal

AnyForm = TypeVar("AnyForm", bound=forms.Form)


class ScheduleForm(forms.Form):
    date = forms.DateField(
        label=_("Day"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages=dict.fromkeys(("required", "invalid"), _("Give a day, such as 2026-12-08.")),
    )
    time = forms.TimeField(
        label=_("Time of day"),
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        error_messages=dict.fromkeys(("required", "invalid"), _("Give a time, such as 18:00.")),
    )
    zone = forms.ChoiceField(label=_("By the clocks of"))

    def __init__(self, post: Post, data: Any = None) -> None:
        zone = post.publish_zone or _zone_of(post)
        initial: dict[str, Any] = {"zone": zone}
        if post.publish_at:
            local = post.publish_at.astimezone(ZoneInfo(zone))
            initial |= {"date": local.date(), "time": local.time()}
        super().__init__(data, initial=initial)
        offer(self, "zone", zone_choices())

    @property
    def local(self) -> dt.datetime:
        return dt.datetime.combine(self.cleaned_data["date"], self.cleaned_data["time"])


def _zone_of(post: Post) -> str:
    """Its event's, else that of the organisation's newest event."""
    event = post.events.order_by("-pk").first() or post.organisation.events.order_by("-pk").first()
    return event.time_zone if event else "UTC"


class CorrectionForm(forms.Form):
    text = forms.CharField(
        label=_("What was wrong, and what is right"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what was wrong.")},
        help_text=_("It stands under the post with today's date. Mend the text itself in the editor."),
    )

    def __init__(self, post: Post, data: Any = None) -> None:
        super().__init__(data)
        names = dict(settings.LANGUAGES)
        self.others = [code for code in post.all_languages if code != post.language]
        for code in self.others:
            self.fields[f"text_{code}"] = forms.CharField(
                label=names.get(code, code),
                max_length=600,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3, "lang": code}),
            )

    @property
    def translations(self) -> dict[str, str]:
        return {code: self.cleaned_data[f"text_{code}"] for code in self.others}


class AddressForm(forms.Form):
    slug = forms.CharField(
        label=_("The last part of the address"),
        max_length=80,
        error_messages={"required": _("Give an address.")},
        help_text=_("Small letters from a to z, digits and hyphens."),
    )

    def __init__(self, post: Post, data: Any = None) -> None:
        super().__init__(data, initial={"slug": post.slug})


class RelatedForm(forms.Form):
    """Three places; those left empty are filled by likeness."""

    def __init__(self, post: Post, data: Any = None) -> None:
        rows = post.related.filter(pinned=True).order_by("position").values_list("other", flat=True)
        super().__init__(data, initial={f"pin_{at}": str(pk) for at, pk in enumerate(rows[:3], 1)})
        public = Post.objects.filter(organisation=post.organisation_id, state=PostState.PUBLISHED)
        offered = public.exclude(pk=post.pk).order_by("-published_at", "-pk").values_list("pk", "headline")
        choices = [("", gettext("The likest one")), *((str(pk), headline) for pk, headline in offered)]
        for at in (1, 2, 3):
            self.fields[f"pin_{at}"] = forms.ChoiceField(
                label=gettext("Place %(number)s") % {"number": at}, required=False, choices=choices
            )

    @property
    def pinned(self) -> list[int]:
        return [int(pk) for pk in self.cleaned_data.values() if pk]


def _asked(
    request: HttpRequest,
    post: Post,
    screen: str,
    form_of: Callable[[Post, Any], AnyForm],
    verb: Callable[[AnyForm], object],
    said: str,
) -> HttpResponse:
    """The form; what was typed into it; or back to the post, once the verb did it."""
    sent = posted(request)
    form = form_of(post, sent.data)
    if sent.saves and form.is_valid():
        try:
            verb(form)
        except Refusal as refusal:
            say_refusal(form, refusal)
        else:
            messages.success(request, said)
            return back(post)
    facts = {
        "organisation": post.organisation,
        "post": post,
        "form": form,
        "address": address_of(post),
        "restored": sent.restored,
        "problems": problems_of(form) if sent.saves else [],
    }
    return render(request, f"desk/news/{screen}.html", facts, status=422 if sent.saves else 200)


@post_member(Role.EDITOR)
def schedule(request: HttpRequest, post: Post) -> HttpResponse:
    waits = post.state == PostState.SCHEDULED or (may_go_out(post) and not lacking(post))
    if post.state not in MAY_BE_SCHEDULED or not waits:
        return back(post)

    def verb(form: ScheduleForm) -> None:
        schedule_post(post, actor_of(request), form.local, form.cleaned_data["zone"], timezone.now())

    said = gettext("Scheduled. It is published by itself.")
    return _asked(request, post, "schedule", ScheduleForm, verb, said)


@post_member(Role.EDITOR)
def correct(request: HttpRequest, post: Post) -> HttpResponse:
    if not post.is_public:
        return back(post)

    def verb(form: CorrectionForm) -> None:
        correct_post(post, actor_of(request), form.cleaned_data["text"], timezone.now(), form.translations)

    said = gettext("The correction stands under the post.")
    return _asked(request, post, "correct", CorrectionForm, verb, said)


@post_member(Role.EDITOR)
def change_address(request: HttpRequest, post: Post) -> HttpResponse:
    def verb(form: AddressForm) -> None:
        change_slug(post, actor_of(request), form.cleaned_data["slug"])

    said = gettext("The post has its new address.")
    return _asked(request, post, "address", AddressForm, verb, said)


@post_member(Role.EDITOR)
def related(request: HttpRequest, post: Post) -> HttpResponse:
    def verb(form: RelatedForm) -> None:
        pin_related(post, actor_of(request), form.pinned)

    return _asked(request, post, "related", RelatedForm, verb, gettext("Saved."))


_AT = "<slug:organisation>/news/<int:number>/"
urls = [
    path(f"{_AT}schedule/", schedule, name="schedule-post"),
    path(f"{_AT}correct/", correct, name="correct-post"),
    path(f"{_AT}address/", change_address, name="post-address"),
    path(f"{_AT}related/", related, name="post-related"),
]
