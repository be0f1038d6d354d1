"""The form by which somebody asks for an organisation's posts by mail."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from turnout.accounts.models import Organisation
from turnout.newsroom.models import PostState, Reader

CADENCES: tuple[tuple[str, str | Promise], ...] = (
    (Reader.Cadence.WEEKLY, _("Once a week")),
    (Reader.Cadence.AT_ONCE, _("Each post at once")),
)


def by_mail_form(
    hosts: Sequence[Organisation], language: str, typed: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What newsroom/news_by_mail.html shows, as `by_mail`; of several hosts one is chosen."""
    typed = typed or {}
    chosen = typed.get("host") or (hosts[0].slug if hosts else "")
    cadence = typed.get("cadence", "")
    return {
        "hosts": [(host.slug, host.name, host.slug == chosen) for host in hosts],
        "language": language,
        "email": typed.get("email", ""),
        "cadences": [
            (value, label, value == cadence or (not _is_cadence(cadence) and number == 0))
            for number, (value, label) in enumerate(CADENCES)
        ],
    }


def hosts_with_news() -> list[Organisation]:
    """Who has published something to read."""
    return list(
        Organisation.objects.filter(posts__state=PostState.PUBLISHED).distinct().order_by("name", "pk")
    )


def cadence_of(given: str) -> str:
    return given if _is_cadence(given) else Reader.Cadence.WEEKLY.value


def _is_cadence(given: str) -> bool:
    return given in Reader.Cadence.values
