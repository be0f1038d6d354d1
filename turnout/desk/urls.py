"""The organiser's addresses: each screen's module lists its own, here they are put together."""

from django.urls import URLPattern, include, path

from turnout.desk import (
    account,
    comments,
    download,
    event_screens,
    history,
    members,
    mentions,
    news_screens,
    organisations,
    outbox,
    outlook,
    overview,
    people,
    person,
    person_data,
    readers,
    review,
    scoreboard,
    start,
)

# Fixed words come before what an organiser may have named: /desk/nimbus/new/ is no event.
screens: list[URLPattern] = [
    *organisations.urls,
    *members.urls,
    *scoreboard.urls,
    *history.urls,
    *outbox.urls,
    *comments.urls,
    *start.urls,
    *mentions.urls,
    *readers.urls,
    *news_screens.urls,
    *event_screens.urls,
    *people.urls,
    *download.urls,
    *review.urls,
    *person.urls,
    *person_data.urls,
    *overview.urls,
]

urlpatterns = [
    *account.urlpatterns,
    *outlook.urlpatterns,
    path("desk/", start.desk, name="desk"),
    path("desk/", include((screens, "desk"))),
]
