"""The screens of making and changing one event."""

from turnout.desk import (
    channels,
    edit_event,
    event_journal,
    mailings,
    new_event,
    options,
    publish,
    questions,
)

urls = [
    *new_event.urls,
    *edit_event.urls,
    *options.urls,
    *questions.urls,
    *channels.urls,
    *mailings.urls,
    *publish.urls,
    *event_journal.urls,
]
