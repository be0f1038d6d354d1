from typing import Any

from django.template import Context, Library
from django.urls import reverse

from turnout.accounts.models import Organisation, Role
from turnout.outbox.trouble import trouble_of

register = Library()


@register.inclusion_tag("desk/mail_trouble.html", takes_context=True)
def mail_trouble(context: Context) -> dict[str, Any]:
    """For those who can do something about it."""
    organisation = context.get("organisation")
    role = getattr(getattr(context["request"], "membership", None), "role", None)
    if not isinstance(organisation, Organisation) or role not in {Role.OWNER, Role.EDITOR}:
        return {}
    return {
        "trouble": trouble_of(organisation.pk),
        "address": reverse("desk:outbox", args=[organisation.slug]),
    }
