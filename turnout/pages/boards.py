"""Which posts take comments: put where the rush path finds it, and read by it."""

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Max

from turnout.pages.models import Board
from turnout.pages.store import next_serial
from turnout.rush.board import Board as ReadyBoard
from turnout.rush.board import Boards


@dataclass(frozen=True, slots=True)
class BoardFacts:
    """What the rush path must know of a published post. The first language is the post's own."""

    organisation_id: int
    slug: str
    languages: list[str]
    mode: str
    closes_at: datetime | None = None


def put_board(post_id: int, facts: BoardFacts) -> None:
    """Every serving process knows it within a second. What it says already is not written again."""
    given = asdict(facts)
    if Board.objects.filter(pk=post_id).values(*given).first() == given:
        return
    with transaction.atomic():
        serial = next_serial()
        # Two posts may have exchanged their slugs, one after the other.
        Board.objects.filter(slug=facts.slug).exclude(pk=post_id).delete()
        Board.objects.update_or_create(post_id=post_id, defaults={**given, "serial": serial})


def take_board_away(post_id: int) -> None:
    if Board.objects.filter(pk=post_id).exists():
        with transaction.atomic():
            next_serial()
            Board.objects.filter(pk=post_id).delete()


class BoardsDelivery:
    """Brings a process's boards up to date; reads them all, and only where any of them changed."""

    def __init__(self, boards: Boards) -> None:
        self._boards = boards
        self._seen: tuple[int | None, int] | None = None

    def deliver(self) -> None:
        now = Board.objects.aggregate(newest=Max("serial"), number=Count("pk"))
        seen = now["newest"], now["number"]
        if seen != self._seen:
            self._boards.take([_ready(board) for board in Board.objects.all()])
            self._seen = seen


def _ready(board: Board) -> ReadyBoard:
    closes = {"closes": board.closes_at.timestamp()} if board.closes_at else {}
    return ReadyBoard(
        board.post_id, board.organisation_id, board.slug, tuple(board.languages), board.mode, **closes
    )
