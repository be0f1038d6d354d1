from django.apps import AppConfig


class TicketsConfig(AppConfig):
    name = "turnout.tickets"
    label = "tickets"
