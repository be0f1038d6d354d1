"""The screens of making and changing one event."""

from turnout.desk import (
    channels,
    decide,
    draws,
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
    # Before the round's own words: its draw is none of its verbs.
    *draws.urls,
    *rounds.urls,
    *publish.urls,
    *event_journal.urls,
]
