"""Three events: in `drawn` places were drawn, with everything that a draw may have; in `waiting` the public
numbers came while this server had no way out, and in `next` a round waits for its draw."""

import json
import os
import sys
from typing import Any


def prepare() -> dict[str, Any]:
    import time_machine

    from tests.factories import organisation_of, user_of
    from tests.invitations.draws import NOW

    nimbus = organisation_of(name="Nimbus", slug="nimbus", accent="#0a5c8a")
    user_of(nimbus, email="ada@nimbus.example.org", name="Ada")
    with time_machine.travel(NOW, tick=False):
        drawn = _drawn(nimbus)
        waiting = _waiting(nimbus)
    return {"drawn": drawn, "waiting": waiting}


def _drawn(nimbus: Any) -> dict[str, Any]:
    from tests.factories import ACTOR
    from tests.invitations.draws import NOW, drawn, frozen_draw
    from turnout.interest.models import Interest
    from turnout.interest.personal_link import OWN_PAGE, token_of
    from turnout.invitations.abandon import abandon
    from turnout.invitations.friends import join_group, make_group
    from turnout.invitations.models import Entrant

    event, people = _event(nimbus, "drawn", 60)
    group = make_group(people[0].pk, NOW)
    for friend in people[1:3]:
        join_group(friend.pk, group.code, NOW)
    near = {"name": "Within 25 miles", "share": 30, "narrowing": {"via": ["near"]}}
    abandon(frozen_draw(event, seats=40), ACTOR, "The hall turned out to be smaller.", NOW)
    draw = drawn(event, seats=30, quotas=[near], weights={"definitely": 3, "probably": 2, "maybe": 1})
    Interest.objects.filter(pk=people[0].pk).update(language="en")
    return {
        "page": f"/draws/{draw.public_id}/",
        "won": Entrant.objects.filter(draw=draw, has_place=True).order_by("rank")[0].code,
        "group": group.code,
        "own": f"/my/{token_of(people[0], OWN_PAGE)}/",
        "alone": f"/my/{token_of(people[5], OWN_PAGE)}/",
    }


def _waiting(nimbus: Any) -> dict[str, Any]:
    from tests.invitations.draws import draw_wave_of, frozen_draw

    event, _people = _event(nimbus, "waiting", 5)
    draw = frozen_draw(event)
    later, _others = _event(nimbus, "next", 6)
    draw_wave_of(later)
    return {"page": f"/draws/{draw.public_id}/", "round": draw.round}


def _event(nimbus: Any, slug: str, size: int) -> Any:
    from tests.factories import event_of, published
    from tests.invitations.people import people_of
    from turnout.interest.render_pages import render_pages

    event = published(event_of(nimbus, slug=slug, title="Nimbus Fan Day", channels=["near"]))
    likely = ("definitely", "probably", "maybe")
    rows = [
        {
            "name": f"Fan {slug} {place}",
            "party": 1 + place % 3,
            "likelihood": likely[place % 3],
            "via": "near" if place % 4 == 0 else "",
        }
        for place in range(size)
    ]
    people = people_of(event, rows)
    render_pages(event)
    return event, people


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "turnout.settings")
    import turnout  # noqa: F401  (puts its SQLite in place)

    __import__("django").setup()
    sys.stdout.write(json.dumps(prepare()))
