"""Who may reach a view. A view that does not say so is refused."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.urls import reverse

from turnout.accounts.models import Membership, Role, User
from turnout.accounts.typed import keep_typed

View = Callable[..., HttpResponseBase]
AnyView = TypeVar("AnyView", bound=View)

MARK = "turnout_access"
log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Access:
    """Who may reach a view: `public`, `signed_in`, or the members of an organisation that have a role."""

    who: str
    roles: frozenset[str] = frozenset()


# The views of allauth that Turnout uses. Its others (passwords, sign-up, addresses) are not reachable.
ALLAUTH_VIEWS = {
    "account_login": Access("public"),
    "account_request_login_code": Access("public"),
    "account_confirm_login_code": Access("public"),
    "account_logout": Access("public"),
    "account_inactive": Access("public"),
    "mfa_authenticate": Access("public"),
    "mfa_login_webauthn": Access("public"),
    "account_reauthenticate": Access("signed_in"),
    "mfa_reauthenticate": Access("signed_in"),
    "mfa_reauthenticate_webauthn": Access("signed_in"),
    "mfa_add_webauthn": Access("signed_in"),
    "mfa_edit_webauthn": Access("signed_in"),
    "mfa_remove_webauthn": Access("signed_in"),
    "mfa_activate_totp": Access("signed_in"),
    "mfa_deactivate_totp": Access("signed_in"),
    "mfa_view_recovery_codes": Access("signed_in"),
    "mfa_generate_recovery_codes": Access("signed_in"),
    "mfa_download_recovery_codes": Access("signed_in"),
}


def public(view: AnyView) -> AnyView:
    """Anybody may reach the view."""
    setattr(view, MARK, Access("public"))
    return view


def signed_in(view: View) -> View:
    """Whoever is signed in may reach the view, members of no organisation included."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return ask_to_sign_in(request)
        return view(request, *args, **kwargs)

    setattr(guarded, MARK, Access("signed_in"))
    return guarded


def member(*roles: str) -> Callable[[View], View]:
    """Members with one of the roles may reach the view, and owners always; no role named means any role.

    The address names the organisation (`organisation`, its slug); the view gets the Organisation, and
    `request.membership`. Another organisation's address answers 404, a missing role 403.
    """
    allowed = frozenset({Role.OWNER.value, *map(str, roles)} if roles else Role.values)

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, organisation: str, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return ask_to_sign_in(request)
            membership = membership_of(request, organisation)
            if membership.role not in allowed:
                raise PermissionDenied
            request.membership = membership  # type: ignore[attr-defined]
            return view(request, *args, organisation=membership.organisation, **kwargs)

        setattr(guarded, MARK, Access("member", allowed))
        return guarded

    return mark


def membership_of(request: HttpRequest, organisation: str) -> Membership:
    """The signed-in person's membership; whoever has none learns nothing, not even that there is one."""
    found = (
        Membership.objects.select_related("organisation", "user")
        .filter(organisation__slug=organisation, user__pk=request.user.pk or 0)
        .first()
    )
    if found is None:
        raise Http404
    return found


def ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the sign-in page and back; a form that was posted is not repeated, its page shows what was typed."""
    opens = request.method in {"GET", "HEAD"} or keep_typed(request)
    back = request.get_full_path() if opens else reverse("desk")
    answer = redirect_to_login(back)
    if request.headers.get("HX-Request"):
        # A part of a page asked: the whole page has to go to sign-in, not the part.
        return HttpResponse(status=401, headers={"HX-Redirect": answer.url})
    return answer


def member_user(request: HttpRequest) -> User:
    """Who is signed in, where the guard made sure that somebody is."""
    return cast(User, request.user)


def actor_of(request: HttpRequest) -> str:
    """Who does it, as the journal names them."""
    return f"user:{request.user.pk}"


def access_of(view: View, name: str) -> Access | None:
    found: Access | None = getattr(view, MARK, None)
    return found or ALLAUTH_VIEWS.get(name)


class DefaultDeny:
    """Refuses every view that does not say who may reach it, and says so in the log."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: View, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        name = request.resolver_match.view_name if request.resolver_match else ""
        access = access_of(view, name)
        if access is None:
            log.warning("No access mark: %s is refused.", name)
            raise Http404
        if access.who != "public" and not request.user.is_authenticated:
            return ask_to_sign_in(request)
        return None
