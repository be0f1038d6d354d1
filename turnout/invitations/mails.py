"""The facts of the mails about an invitation, asked for once more at the last moment."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import get_language

from turnout.events.models import Stage
from turnout.interest.models import Interest
from turnout.invitations.decided_words import moment
from turnout.invitations.models import Decision, Invitation, Wave
from turnout.invitations.placeholders import values_of_wave_trial, values_to
from turnout.mailings.write import language_for, write
from turnout.outbox.for_many import for_many
from turnout.outbox.render import NoLongerNeeded, resolves

Facts = Mapping[str, Any]
State = Invitation.State


@resolves("invitations/invitation")
def invitation(ids: Facts) -> Facts:
    found = _invitation(ids, State.SENT)
    return invitation_facts(found, _decision(found.event_id), _language())


@resolves("invitations/reminder")
def reminder(ids: Facts) -> Facts:
    found = _invitation(ids, State.SENT)
    return _facts(found, _decision(found.event_id))


@resolves("invitations/still_coming")
def still_coming(ids: Facts) -> Facts:
    found = _invitation(ids, State.CLAIMED)
    if found.reconfirmed_at:
        raise NoLongerNeeded("they said that they still come")
    return _facts(found, _decision(found.event_id))


@resolves("invitations/moved")
def moved(ids: Facts) -> Facts:
    found = _invitation(ids, State.SENT, State.CLAIMED)
    decision = _decision(found.event_id)
    if decision.version != ids["version"]:
        raise NoLongerNeeded("it changed once more, which another mail tells")
    return {**_facts(found, decision), "has_seat": found.state == State.CLAIMED}


@resolves("invitations/trial")
def trial(ids: Facts) -> Facts:
    """To the organiser: with their own name, and with nobody's link."""
    wave = Wave.objects.select_related("event__organisation").filter(pk=ids["wave"]).first()
    if wave is None:
        raise NoLongerNeeded("the round is gone")
    return facts_of_trial(wave, _decision(wave.event_id), ids["name"], _language())


def facts_of_trial(wave: Wave, decision: Decision, name: str, language: str) -> Facts:
    values = values_of_wave_trial(wave, decision, name, language)
    return {**_written(wave, values, language), "party": 2}


def invitation_facts(found: Invitation, decision: Decision, language: str) -> Facts:
    until = moment(found.reply_by, decision, language) if found.reply_by else ""
    values = values_to(found.interest, found.party, until, decision, language)
    return {**_written(found.wave, values, language), "party": found.party}


def _written(wave: Wave, values: Mapping[str, str], language: str) -> Facts:
    return {
        **values,
        "link": values["my_link"],
        "host": values["organisation"],
        "written": write(wave, language_for(wave, language), values),
    }


def _facts(found: Invitation, decision: Decision) -> dict[str, Any]:
    language = _language()
    until = moment(found.reply_by, decision, language) if found.reply_by else ""
    values = values_to(found.interest, found.party, until, decision, language)
    return {**values, "link": values["my_link"], "host": values["organisation"]}


def _invitation(ids: Facts, *states: str) -> Invitation:
    """Whose state is what the mail is about, of an answer that counts, in an event that takes place."""
    found = (
        Invitation.objects.select_related("interest", "wave__event__organisation")
        .filter(pk=ids["invitation"], interest__generation=ids["generation"])
        .first()
    )
    if found is None:
        raise NoLongerNeeded("the answer was erased, or its link renewed")
    if found.state not in states or found.interest.standing != Interest.Standing.COUNTED:
        raise NoLongerNeeded("the invitation stands otherwise by now")
    if found.wave.event.stage in {Stage.CANCELLED, Stage.PAST, Stage.DRAFT}:
        raise NoLongerNeeded("the event is over")
    return found


def _decision(event_id: int) -> Decision:
    def look_up() -> Decision | None:
        found = Decision.objects.select_related("event__organisation", "option")
        return found.filter(event_id=event_id).first()

    decision = for_many(("decision", event_id), look_up)
    if decision is None:
        raise NoLongerNeeded("what was decided was taken back")
    return decision


def _language() -> str:
    """The mail's: facts are looked up in it."""
    return get_language() or settings.LANGUAGE_CODE
