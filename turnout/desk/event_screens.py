"""The screens of making and changing one event."""

from turnout.desk import (
    channels,
    cities,
    edit_event,
    embedding,
    event_journal,
    forecast,
    hall,
    kit,
    mailings,
    new_event,
    options,
    outlook,
    publish,
    questions,
    said_and_came,
    venues,
)

urls = [
    *new_event.urls,
    *edit_event.urls,
    *options.urls,
    *questions.urls,
    *channels.urls,
    *forecast.urls,
    *cities.urls,
    *hall.urls,
    *venues.urls,
    *kit.urls,
    *embedding.urls,
    *mailings.urls,
    *outlook.urls,
    *said_and_came.urls,
    *publish.urls,
    *event_journal.urls,
]
