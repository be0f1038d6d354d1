"""The program with one condition taken out: whoever presses gets seats, whether there are any or not.

The negative control of `test_rush`: python -m tests.tickets.careless PORT FOLDER, with a server's settings.
"""

import sys
from pathlib import Path
from typing import Any

from django.db.models import F


def take(seats_id: int, heads: int) -> bool:
    from turnout.tickets.models import Seats

    return Seats.objects.filter(pk=seats_id).update(taken=F("taken") + heads) == 1


def _app() -> Any:
    from turnout.asgi import app
    from turnout.tickets import seat

    seat.take = take  # type: ignore[attr-defined]
    return app


if __name__ == "__main__":
    from turnout.serve.processes import load, make_server

    _, port, folder = sys.argv
    make_server("tests.tickets.careless:app", "127.0.0.1", int(port), Path(folder)).serve(target_loader=load)
else:
    app = _app()
