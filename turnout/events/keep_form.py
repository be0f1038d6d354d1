from turnout.events.compile_form import compile_form, wording_of
from turnout.events.consent import consent_texts
from turnout.events.models import Event, FormVersion


def keep_form(event: Event) -> None:
    """Number the form as it is asked from now on, unless the last number has the same.

    Called within a change of a published event (see `taken_for_change`). Nothing in an older
    version changes, so an answer is always read against the form and the consent it was given to.
    """
    form, consent, wording = compile_form(event), consent_texts(event), wording_of(event)
    last = event.form_versions.order_by("-version").first()
    if last and (last.compiled, last.consent, last.wording) == (form, consent, wording):
        return
    event.form_version += 1
    event.save(update_fields=["form_version"])
    FormVersion.objects.create(
        event=event,
        version=event.form_version,
        compiled=form | {"version": event.form_version},
        consent=consent,
        wording=wording,
    )
