"""How many will come: an event's stored answers made into a forecast, and what past events have taught.

What other rooms call:

- `current.current(event, now)` gives a `Forecasted`: the distribution (`.forecast`, with `.median`,
  `.interval(0.8)`, `.chance_over(capacity)`, `.heads` for `rules.seats`), the people behind it as the arrays
  of `rules.people` (`.people`), what the organisation's own events taught (`.known`, `.day`, `.version`), and
  when it was computed (`.at`). It is kept in memory and computed anew when something has changed.
- `ready.keep_ready(event)` has it computed beside the requests of who looks at an event with many answers, so
  that no page waits for it.
- `gather.gathered(event, with_places=True)` gives the same people with where they are from and which options
  they chose, row for row, for what compares places.
- `advance.advance(event_id, interest_ids, step, now, heads)` is called by the rooms that invite, give seats
  and admit, in their own transaction: from then on a forecast counts these people at that step, and nobody
  who was not invited. `advance.go_back` undoes it.
"""
