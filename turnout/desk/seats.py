"""How many places may be confirmed: each kind with what is taken of it, changed at any time."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from turnout.accounts.guard import actor_of
from turnout.accounts.models import Role
from turnout.desk.doing import back
from turnout.desk.posting import problems_of
from turnout.events.guard import event_member
from turnout.events.models import Event
from turnout.invitations.models import Decision
from turnout.invitations.waitlist import in_line
from turnout.tickets.free import Kind, seats_of
from turnout.tickets.models import Claim
from turnout.tickets.open_seats import laid_out, open_seats
from turnout.tickets.set_limit import LARGEST, BelowTaken, set_limit

# Of those who would have to give way so many are shown; a longer list is no decision any more.
SHOWN = 20


class LimitForm(forms.Form):
    """A field for each kind of seats."""

    def __init__(self, kinds: list[Kind], data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for number, kind in enumerate(kinds):
            self.fields[f"shown{number}"] = forms.IntegerField(
                min_value=0, required=False, widget=forms.HiddenInput, initial=kind.limit
            )
            self.fields[f"limit{number}"] = forms.IntegerField(
                label=_name_of(kind),
                min_value=0,
                max_value=LARGEST,
                initial=kind.limit,
                error_messages={
                    "required": _("Say how many places there are."),
                    "invalid": _("Enter a number."),
                    "min_value": _("There cannot be fewer than none."),
                    "max_value": _("That is more than this program counts."),
                },
            )


@dataclass(frozen=True)
class Row:
    kind: Kind
    name: str
    field: object
    shown: int


def _name_of(kind: Kind) -> str:
    if not kind.quota:
        return gettext("For everybody")
    return gettext("First for “%(group)s”") % {"group": kind.quota}


@event_member(Role.EDITOR)
@require_http_methods(["GET", "HEAD", "POST"])
def seats(request: HttpRequest, event: Event) -> HttpResponse:
    """Shown, and changed: raised at any time, lowered to no less than is taken."""
    decision = Decision.objects.filter(pk=event.pk).first()
    if decision is None and request.method == "POST":
        return back(event, "seats")
    kinds = seats_of(event.pk) or laid_out(event.pk)
    form = LimitForm(kinds, request.POST if request.method == "POST" else None)
    touched: list[Claim] = []
    if request.method == "POST" and form.is_valid():
        try:
            _save(request, event, kinds, form)
        except BelowTaken as refusal:
            touched = refusal.touched
            _say(form, kinds, refusal)
        else:
            messages.success(request, gettext("Saved."))
            return back(event, "seats")
    facts = {
        "organisation": event.organisation,
        "event": event,
        "decision": decision,
        "form": form,
        "rows": [_row(form, at, kind) for at, kind in enumerate(kinds)],
        "problems": problems_of(form),
        "touched": touched[:SHOWN],
        "touched_more": len(touched) - SHOWN,
        "waiting": in_line(event.pk).count() if decision else 0,
        "total": sum(kind.limit for kind in kinds),
    }
    return render(request, "desk/invitations/seats.html", facts, status=422 if form.errors else 200)


def _row(form: LimitForm, number: int, kind: Kind) -> Row:
    return Row(kind, _name_of(kind), form[f"limit{number}"], form[f"shown{number}"].value())


def _save(request: HttpRequest, event: Event, kinds: list[Kind], form: LimitForm) -> None:
    """So many more or fewer as somebody typed than they were shown: meanwhile a group's may have become
    everybody's, and that is not to be taken back.
    """
    open_seats(event.pk)
    for number, kind in enumerate(kinds):
        given = form.cleaned_data
        shown = given.get(f"shown{number}")
        more = given[f"limit{number}"] - (kind.limit if shown is None else shown)
        if more:
            set_limit(event, kind.quota, max(0, kind.limit + more), actor_of(request))


def _say(form: LimitForm, kinds: list[Kind], refusal: BelowTaken) -> None:
    number = next(at for at, kind in enumerate(kinds) if kind.quota == refusal.seats.quota)
    words = ngettext(
        "%(taken)s place is taken. You can lower it to that.",
        "%(taken)s places are taken. You can lower it to that.",
        refusal.taken,
    )
    form.add_error(f"limit{number}", words % {"taken": refusal.taken})


urls = [path("<slug:organisation>/<slug:event>/seats/", seats, name="seats")]
