"""The screens of making and changing one event."""

from turnout.desk import (
    channels,
    cities,
    edit_event,
    embedding,
    event_journal,
    hall,
    kit,
    mailings,
    new_event,
    options,
    publish,
    questions,
    venues,
)

urls = [
    *new_event.urls,
    *edit_event.urls,
    *options.urls,
    *questions.urls,
    *channels.urls,
    *cities.urls,
    *hall.urls,
    *venues.urls,
    *kit.urls,
    *embedding.urls,
    *mailings.urls,
    *publish.urls,
    *event_journal.urls,
]
