"""Who works for the organisation: list, invite, change a role, remove."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from turnout.accounts.change_member import change_role, remove_member
from turnout.accounts.guard import actor_of, member, member_user
from turnout.accounts.invitation_link import invitation_link
from turnout.accounts.invite_member import invite_member, resend_invitation, revoke_invitation
from turnout.accounts.models import MemberInvitation, Membership, Organisation, Role
from turnout.accounts.refusals import AlreadyAMember, InvitationGone, LastOwner
from turnout.accounts.words import ROLES, WHAT_ROLES_DO
from turnout.outbox.models import Mail


class InviteForm(forms.Form):
    email = forms.EmailField(
        label=_("E-mail"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "off"})
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=list(ROLES.items()),
        initial=Role.EDITOR,
        widget=forms.RadioSelect,
    )

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


@dataclass(frozen=True)
class Waiting:
    """An invitation that nobody accepted yet. `link` is shown where no mail can carry it."""

    pk: int
    email: str
    role: str | Promise
    expires_at: datetime
    is_expired: bool
    has_failed: bool
    link: str


@member(Role.OWNER)
@require_http_methods(["GET", "POST"])
def members(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    form = InviteForm(request.POST or None)
    if form.is_valid() and _invited(request, organisation, form):
        return redirect("desk:members", organisation.slug)
    memberships = organisation.memberships.select_related("user").order_by("created_at", "pk")
    facts = {
        "organisation": organisation,
        "form": form,
        "roles": [(role, ROLES[role], WHAT_ROLES_DO[role]) for role in Role.values],
        "memberships": memberships,
        "waiting": _waiting(organisation),
        "sends_mail": settings.MAIL is not None,
    }
    return render(request, "desk/organisations/members.html", facts, status=422 if form.errors else 200)


def _invited(request: HttpRequest, organisation: Organisation, form: InviteForm) -> bool:
    email, role = form.cleaned_data["email"], form.cleaned_data["role"]
    try:
        invite_member(organisation, email, role, member_user(request), timezone.now())
    except AlreadyAMember:
        form.add_error("email", gettext("This person is a member already."))
        return False
    messages.success(request, _sent(email))
    return True


def _sent(email: str) -> str:
    if settings.MAIL is None:
        return gettext("Copy the link below and send it to %(email)s yourself.") % {"email": email}
    return gettext("An invitation is on its way to %(email)s.") % {"email": email}


def _waiting(organisation: Organisation) -> list[Waiting]:
    failed = _failed(organisation)
    now = timezone.now()
    return [
        Waiting(
            one.pk,
            one.email,
            ROLES[one.role],
            one.expires_at,
            one.expires_at <= now,
            (one.pk, one.generation) in failed,
            invitation_link(one) if settings.MAIL is None else "",
        )
        for one in organisation.member_invitations.filter(accepted_at=None).order_by("created_at", "pk")
    ]


def _failed(organisation: Organisation) -> set[tuple[int, int]]:
    mails = Mail.objects.filter(
        organisation_id=organisation.pk, template="accounts/member_invitation", state=Mail.State.FAILED
    )
    contexts: list[Mapping[str, int]] = list(mails.values_list("context", flat=True))
    return {(context["invitation"], context["generation"]) for context in contexts}


@member(Role.OWNER)
@require_POST
def resend(request: HttpRequest, organisation: Organisation, invitation: int) -> HttpResponse:
    found = _open_invitation(organisation, invitation)
    try:
        resend_invitation(found, member_user(request), timezone.now())
    except InvitationGone:
        messages.warning(request, gettext("The invitation was accepted meanwhile."))
    else:
        messages.success(request, _sent(found.email))
    return redirect("desk:members", organisation.slug)


@member(Role.OWNER)
@require_POST
def revoke(request: HttpRequest, organisation: Organisation, invitation: int) -> HttpResponse:
    try:
        revoke_invitation(_open_invitation(organisation, invitation), actor_of(request))
    except InvitationGone:
        messages.warning(request, gettext("The invitation was accepted meanwhile."))
    else:
        messages.success(request, gettext("The invitation was taken back. Its link no longer works."))
    return redirect("desk:members", organisation.slug)


@member(Role.OWNER)
@require_POST
def role(request: HttpRequest, organisation: Organisation, membership: int) -> HttpResponse:
    found = _membership(organisation, membership)
    wanted = request.POST.get("role", "")
    if wanted in Role.values:
        try:
            change_role(found, wanted, actor_of(request))
        except LastOwner:
            messages.error(request, _needs_an_owner())
        else:
            messages.success(
                request,
                gettext("%(person)s: %(role)s") % {"person": found.user, "role": ROLES[wanted]},
            )
    return redirect("desk:members", organisation.slug)


@member(Role.OWNER)
@require_http_methods(["GET", "POST"])
def remove(request: HttpRequest, organisation: Organisation, membership: int) -> HttpResponse:
    found = _membership(organisation, membership)
    if request.method == "GET":
        facts = {"organisation": organisation, "leaver": found}
        return render(request, "desk/organisations/remove_member.html", facts)
    try:
        remove_member(found, actor_of(request))
    except LastOwner:
        messages.error(request, _needs_an_owner())
        return redirect("desk:members", organisation.slug)
    messages.success(request, gettext("%(person)s is no longer a member.") % {"person": found.user})
    return (
        redirect("desk") if found.user_id == request.user.pk else redirect("desk:members", organisation.slug)
    )


def _needs_an_owner() -> str:
    return gettext("An organisation needs an owner. Make somebody else an owner first.")


def _membership(organisation: Organisation, pk: int) -> Membership:
    return get_object_or_404(Membership.objects.select_related("user"), organisation=organisation, pk=pk)


def _open_invitation(organisation: Organisation, pk: int) -> MemberInvitation:
    return get_object_or_404(
        MemberInvitation.objects.select_related("organisation"),
        organisation=organisation,
        pk=pk,
        accepted_at=None,
    )


urls = [
    path("<slug:organisation>/members/", members, name="members"),
    path("<slug:organisation>/members/<int:membership>/role/", role, name="member-role"),
    path("<slug:organisation>/members/<int:membership>/remove/", remove, name="member-remove"),
    path(
        "<slug:organisation>/members/invitations/<int:invitation>/resend/", resend, name="invitation-resend"
    ),
    path(
        "<slug:organisation>/members/invitations/<int:invitation>/revoke/", revoke, name="invitation-revoke"
    ),
]
