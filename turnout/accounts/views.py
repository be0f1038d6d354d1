import shlex

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from turnout.accounts.accept_invitation import accept_invitation, check_person
from turnout.accounts.forms import SignInLinkForm
from turnout.accounts.guard import member_user, public, signed_in
from turnout.accounts.invitation_link import find_invitation
from turnout.accounts.models import MemberInvitation, Membership, SignInLink, User
from turnout.accounts.refusals import InvitationGone, LinkGone, SignInFirst, SomebodyElse
from turnout.accounts.sign_in_link import find_sign_in_link, follow_sign_in_link
from turnout.accounts.tells_nobody import tells_nobody
from turnout.accounts.words import ROLES, WHAT_ROLES_DO


@public
@tells_nobody
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_link(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link changes nothing (mail programs and chats open links); its button signs in."""
    now = timezone.now()
    try:
        link = find_sign_in_link(token, now)
        form = SignInLinkForm(request.POST if request.method == "POST" else None, link=link)
        if not form.is_valid():
            return render(
                request,
                "accounts/sign_in_link.html",
                {"form": form, "link": link},
                status=422 if form.errors else 200,
            )
        user = follow_sign_in_link(link, form.cleaned_data.get("email", ""), now)
    except LinkGone:
        return render(request, "accounts/link_gone.html", status=410)
    return _welcome(request, user, link)


def _welcome(request: HttpRequest, user: User, link: SignInLink) -> HttpResponse:
    adapter = get_adapter(request)
    adapter.login(request, user)
    # Whoever runs the server vouched for this person, who may now replace a lost phone or key.
    record_authentication(request, user, method="link", reauthenticated=True)
    return redirect(link.destination if adapter.is_safe_url(link.destination) else "desk")


@signed_in
def back_to_account(request: HttpRequest) -> HttpResponse:
    return redirect("account")


@public
@tells_nobody
@require_http_methods(["GET", "HEAD", "POST"])
def member_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link shows the invitation; its button accepts it, and signs nobody in."""
    now = timezone.now()
    here = member_user(request) if request.user.is_authenticated else None
    try:
        invitation = find_invitation(token, now)
        if request.method == "POST":
            return _joined(request, accept_invitation(invitation, here, now), here)
        check_person(invitation, here)
    except InvitationGone:
        return render(request, "accounts/invitation_gone.html", status=410)
    except SignInFirst:
        return _invitation_page(request, invitation, "sign-in-first")
    except SomebodyElse:
        return _invitation_page(request, invitation, "somebody-else")
    return _invitation_page(request, invitation, "")


def _invitation_page(request: HttpRequest, invitation: MemberInvitation, trouble: str) -> HttpResponse:
    facts = {
        "invitation": invitation,
        "trouble": trouble,
        "role": ROLES[invitation.role],
        "what": WHAT_ROLES_DO[invitation.role],
    }
    refused = request.method == "POST"
    return render(request, "accounts/member_invitation.html", facts, status=409 if refused else 200)


def _joined(request: HttpRequest, membership: Membership, here: User | None) -> HttpResponse:
    if here is not None:
        return redirect("desk:organisation", membership.organisation.slug)
    facts = {
        "membership": membership,
        "sends_codes": settings.MAIL is not None,
        # Somebody copies it into a shell, and an address may hold what a shell would run.
        "address": shlex.quote(membership.user.email),
    }
    return render(request, "accounts/joined.html", facts)
