"""The desk's main navigation: the screens of the event, or of the organisation, that this member may open."""

from dataclasses import dataclass
from typing import Any, NamedTuple

from django.template import Context, Library
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from turnout.accounts.models import Organisation, Role
from turnout.desk.tour import where_in_tour
from turnout.events.models import Event

register = Library()


class Screen(NamedTuple):
    """`others` end the addresses of screens that are reached from this one and stand beside it."""

    view: str
    label: str | Promise
    roles: tuple[Role, ...]
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tab:
    label: str | Promise
    address: str
    current: bool


WRITERS = (Role.OWNER, Role.EDITOR)
OF_EVENT: tuple[Screen, ...] = (
    Screen("desk:event", _("How many"), tuple(Role)),
    Screen("desk:forecast", _("Forecast"), tuple(Role), ("cities", "hall", "outlook")),
    Screen("desk:people", _("People"), WRITERS),
    Screen("desk:review", _("To check"), WRITERS),
    Screen("desk:invitations", _("Invitations"), WRITERS, ("decide", "seats")),
    Screen("desk:mailings", _("Write"), WRITERS),
    Screen("desk:tickets", _("Tickets"), WRITERS),
    Screen("desk:channels", _("Where shared"), WRITERS, ("embedding",)),
    Screen("desk:page", _("Page"), WRITERS, ("options", "questions", "journal")),
    Screen("desk:publish", _("Publish"), WRITERS),
)
# What is decided by the forecast stands beside it.
OF_FORECAST: tuple[Screen, ...] = (
    Screen("desk:forecast", _("How many will come"), tuple(Role)),
    Screen("desk:cities", _("City and date"), WRITERS),
    Screen("desk:hall", _("Hall"), WRITERS),
    Screen("desk:outlook", _("Pass on"), WRITERS),
)
OF_ORGANISATION: tuple[Screen, ...] = (
    Screen("desk:organisation", _("Events"), tuple(Role)),
    Screen("desk:posts", pgettext_lazy("desk", "News"), (Role.OWNER, Role.EDITOR, Role.REVIEWER)),
    Screen("desk:history", _("Past events"), WRITERS),
    Screen("desk:outbox", _("Mail"), WRITERS),
    Screen("desk:members", _("Members"), (Role.OWNER,)),
    Screen("desk:settings", _("Settings"), (Role.OWNER,)),
)


# What readers answer stands beside what was written. A screen without an address is left out.
OF_NEWS: tuple[Screen, ...] = (
    Screen("desk:posts", _("Posts"), (Role.OWNER, Role.EDITOR, Role.REVIEWER)),
    Screen("desk:comments", _("Comments"), (Role.OWNER, Role.EDITOR, Role.REVIEWER)),
    Screen("desk:mentions", _("Mentions"), (Role.OWNER, Role.EDITOR, Role.REVIEWER)),
    Screen("desk:readers", _("Readers"), WRITERS),
)


@register.inclusion_tag("desk/navigation.html", takes_context=True)
def desk_navigation(context: Context) -> dict[str, Any]:
    organisation = context.get("organisation")
    if not isinstance(organisation, Organisation):
        return {"tabs": []}
    event = context.get("event")
    request = context["request"]
    role = getattr(getattr(request, "membership", None), "role", None)
    if isinstance(event, Event) and event.pk:
        screens, slugs = OF_EVENT, [organisation.slug, event.slug]
    else:
        screens, slugs = OF_ORGANISATION, [organisation.slug]
    return {"tabs": _tabs([screen for screen in screens if role in screen.roles], slugs, request.path)}


@register.inclusion_tag("desk/tour/bar.html", takes_context=True)
def tour_bar(context: Context) -> dict[str, Any]:
    """Where the page stands in the tour; nothing where nobody is on one."""
    organisation, request = context.get("organisation"), context["request"]
    asked = request.GET.get("tour", "")
    if not asked or not isinstance(organisation, Organisation):
        return {"on_tour": None}
    return {"on_tour": where_in_tour(organisation, asked)}


@register.inclusion_tag("desk/forecast/tabs.html", takes_context=True)
def forecast_tabs(context: Context) -> dict[str, Any]:
    """The screens of an event's forecast that this member may open; none where it is the only one."""
    request, slugs = context["request"], [context["organisation"].slug, context["event"].slug]
    role = getattr(getattr(request, "membership", None), "role", None)
    tabs = _tabs([screen for screen in OF_FORECAST if role in screen.roles], slugs, request.path)
    return {"tabs": tabs if len(tabs) > 1 else []}


@register.inclusion_tag("desk/news/tabs.html", takes_context=True)
def news_tabs(context: Context) -> dict[str, Any]:
    """The newsroom's screens that this member may open; none where it is the only one."""
    request, slugs = context["request"], [context["organisation"].slug]
    role = getattr(getattr(request, "membership", None), "role", None)
    tabs = _tabs([screen for screen in OF_NEWS if role in screen.roles], slugs, request.path)
    return {"tabs": tabs if len(tabs) > 1 else []}


def _tabs(screens: list[Screen], slugs: list[str], here: str) -> list[Tab]:
    found = [(screen, address) for screen in screens if (address := _address(screen.view, slugs))]
    places = [
        (place, address)
        for screen, address in found
        for place in [address, *[f"/desk/{'/'.join(slugs)}/{other}/" for other in screen.others]]
    ]
    # The longest that begins this one is where the reader is: …/people/ for …/people/<id>/.
    _, current = max((place for place in places if here.startswith(place[0])), default=("", ""))
    return [Tab(screen.label, address, address == current) for screen, address in found]


def _address(view: str, slugs: list[str]) -> str:
    try:
        return reverse(view, args=slugs)
    except NoReverseMatch:
        return ""
