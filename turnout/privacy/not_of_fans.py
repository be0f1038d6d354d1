"""Models with names, addresses or free text in them that hold nothing about a fan, and why.

A test takes every model of the program that could hold something: it is in a room's `HOLDS` or it is here.
"""

MEMBERS = "about members, who have an account and erase it there"
ORGANISERS = "what an organiser wrote for everybody to read"
COUNTED = "counted, of nobody in particular"
PROGRAM = "the program's own"

NOT_OF_FANS = {
    "accounts.Organisation": ORGANISERS,
    "accounts.User": MEMBERS,
    "accounts.MemberInvitation": MEMBERS,
    "accounts.SignInLink": MEMBERS,
    "account.EmailAddress": MEMBERS,
    "mfa.Authenticator": MEMBERS,
    "usersessions.UserSession": MEMBERS,
    "sessions.Session": MEMBERS,
    "auth.Group": PROGRAM,
    "auth.Permission": PROGRAM,
    "events.Event": ORGANISERS,
    "events.Option": ORGANISERS,
    "events.Question": ORGANISERS,
    "events.FormVersion": ORGANISERS,
    "events.Channel": ORGANISERS,
    "forecasts.Breakdown": COUNTED,
    "forecasts.Brought": COUNTED,
    "forecasts.Forecast": COUNTED,
    "forecasts.HallCosts": ORGANISERS,
    "forecasts.OptionPoint": ORGANISERS,
    "forecasts.Outcome": COUNTED,
    "forecasts.OutlookLink": "about members, and whom they made a link for",
    "forecasts.Venue": ORGANISERS,
    "forecasts.Version": COUNTED,
    "interest.Tally": COUNTED,
    "invitations.Decision": ORGANISERS,
    "invitations.Wave": ORGANISERS,
    "invitations.Draw": ORGANISERS,
    "journal.Entry": "ids and names of fields, that stay when the values are blanked",
    "mailings.Mailing": ORGANISERS,
    "newsroom.CityCount": COUNTED,
    "newsroom.Correction": ORGANISERS,
    "newsroom.Mention": "of pages that anybody can read; their owners take them away where they stand",
    "newsroom.OldAddress": ORGANISERS,
    "newsroom.Post": ORGANISERS,
    "newsroom.PostVersion": ORGANISERS,
    "newsroom.ShownFigures": COUNTED,
    "newsroom.ShownLists": PROGRAM,
    "newsroom.ShownPost": PROGRAM,
    "newsroom.Sought": ORGANISERS,
    "newsroom.SpamModel": COUNTED,
    "newsroom.Tag": ORGANISERS,
    "pages.Board": ORGANISERS,
    "pages.Entrance": ORGANISERS,
    "pages.Leaf": "pages as they are shown, made again when a comment on them is erased",
    "pages.Page": ORGANISERS,
}
