"""Roles as people read them."""

from django.utils.translation import gettext_lazy as _

ROLES = {
    "owner": _("Owner"),
    "editor": _("Editor"),
    "reviewer": _("Reviewer"),
    "door": _("Door"),
}
WHAT_ROLES_DO = {
    "owner": _("everything, members and settings too"),
    "editor": _("events, pages and answers"),
    "reviewer": _("reads the comments before they appear"),
    "door": _("lets people in on the day"),
}
