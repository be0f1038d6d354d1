"""The screens of making and changing one event."""

from turnout.desk import (
    channels,
    decide,
    edit_event,
    embedding,
    event_journal,
    kit,
    mailings,
    new_event,
    options,
    publish,
    questions,
    rounds,
    seats,
    tickets,
)

urls = [
    *new_event.urls,
    *edit_event.urls,
    *options.urls,
    *questions.urls,
    *channels.urls,
    *kit.urls,
    *embedding.urls,
    *mailings.urls,
    *decide.urls,
    *rounds.urls,
    *seats.urls,
    *tickets.urls,
    *publish.urls,
    *event_journal.urls,
]
