"""The loop that does what is due: each room offers a query and the verb that does one item of it."""

import logging
import os
import signal
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event, Thread
from types import FrameType

from django.conf import settings
from django.db import close_old_connections, connection
from django.utils import timezone

from turnout.accounts import forget_sessions
from turnout.events import recompute_starts
from turnout.forecasts import break_down, keep_forecast, learn_outcomes
from turnout.interest import (
    expire,
    forget_checks,
    forget_wish,
    remind,
    send_links,
    show_count,
    tell_repeats,
    welcome,
)
from turnout.invitations import (
    ask_still_coming,
    fetch_beacon,
    freeze,
    hand_out,
    join_line,
    send_wave,
    tell_entrants,
    tell_moved,
    tell_not_drawn,
)
from turnout.invitations import remind as remind_invited
from turnout.mailings import send_mailing
from turnout.newsroom import (
    answer_wishes,
    close_comments,
    count_cities,
    digest,
    forget_comments,
    open_dispatches,
    publish_scheduled,
    read_mention,
    refresh,
    relate,
    show_figures,
    sort_comments,
    spam_filter,
    tell_answered,
    write_news,
)
from turnout.outbox import deliver
from turnout.privacy import erase_past, erase_readers, erase_stopped, erase_withdrawn
from turnout.tickets import (
    end_offer,
    end_withdrawn,
    forget_holders,
    lapse,
    open_seats,
    promote,
    tell_claims,
    tell_holders,
)

log = logging.getLogger(__name__)
IDLE_SECONDS = 1.0
# Threads that what takes a moment at a time shares: each has a connection, and PostgreSQL's are counted.
SHARED_LANES = 4


@dataclass(frozen=True)
class Work:
    """`due(now)` names items; `do(item, now)` does one, and does nothing if another worker has it.

    `idle(now)` is called again and again while nothing is due, `end()` when the work ends. Where items are
    cheaper one after the other, `together(items, stopped)` does them and says how many. What waits for
    others or computes for long has `lanes` of its own, which are threads; the rest share a few.
    """

    name: str
    due: Callable[[datetime], Sequence[int]]
    do: Callable[[int, datetime], None]
    idle: Callable[[datetime], None] = lambda now: None
    end: Callable[[], None] = lambda: None
    together: Callable[[Sequence[int], Callable[[], bool]], int] | None = None
    lanes: int = 0


WORK = (
    Work(
        "mail",
        deliver.due,
        deliver.deliver,
        deliver.connection.close_if_idle,
        deliver.connection.close,
        deliver.deliver_all,
        settings.TURNOUT_MAIL_CONNECTIONS,
    ),
    Work("mailing", send_mailing.due, send_mailing.send_mailing, lanes=1),
    Work("invitations", send_wave.due, send_wave.send_wave, lanes=1),
    Work("entries", freeze.due, freeze.freeze),
    Work("commitment", tell_entrants.due, tell_entrants.tell_entrants),
    Work("beacon", fetch_beacon.due, fetch_beacon.fetch_beacon, lanes=1),
    Work("draw", hand_out.due, hand_out.hand_out, lanes=1),
    Work("late", join_line.due, join_line.join_line),
    Work("not drawn", tell_not_drawn.due, tell_not_drawn.tell_not_drawn),
    Work("reply-by", remind_invited.due, remind_invited.remind),
    Work("still coming", ask_still_coming.due, ask_still_coming.ask_still_coming),
    Work("moved", tell_moved.due, tell_moved.tell_moved),
    Work("time zone", recompute_starts.due, recompute_starts.recompute_start),
    Work("welcome", welcome.due, welcome.welcome, lanes=1),
    Work("repeat", tell_repeats.due, tell_repeats.tell_repeats),
    Work("lost link", send_links.due, send_links.send_links),
    Work("reminder", remind.due, remind.remind),
    Work("expiry", expire.due, expire.expire),
    Work("count", show_count.due, show_count.show_count),
    Work("forecast", keep_forecast.due, keep_forecast.keep_forecast, lanes=1),
    Work("past events", learn_outcomes.due, learn_outcomes.learn, lanes=1),
    Work("who came", break_down.due, break_down.break_down),
    Work("lapse", lapse.due, lapse.lapse),
    Work("place withdrawn", end_withdrawn.due, end_withdrawn.end_withdrawn),
    Work("seats", open_seats.due, open_seats.open_seats),
    Work("promotion", promote.due, promote.promote),
    Work("tickets", tell_claims.due, tell_claims.tell_claims, lanes=1),
    Work("check", forget_checks.due, forget_checks.forget_checks),
    Work("taken back", erase_withdrawn.due, erase_withdrawn.erase_withdrawn),
    Work("stopped", erase_stopped.due, erase_stopped.erase_stopped),
    Work("wish", forget_wish.due, forget_wish.forget_wish),
    Work("past", erase_past.due, erase_past.erase_past),
    Work("ticket change", tell_holders.due, tell_holders.tell_holders),
    Work("ticket offer", end_offer.due, end_offer.end_offer),
    Work("ticket names", forget_holders.due, forget_holders.forget_holders),
    Work("comment", sort_comments.due, sort_comments.sort_comments),
    Work("spam filter", spam_filter.due, spam_filter.learn_due, lanes=1),
    Work("answered", tell_answered.due, tell_answered.tell_answered),
    Work("to moderate", digest.due, digest.send_digest),
    Work("old comments", forget_comments.due, forget_comments.forget_comments),
    Work("comments closed", close_comments.due, close_comments.close_comments),
    Work("news by mail", open_dispatches.due, open_dispatches.open_dispatch),
    Work("week's news", open_dispatches.due_weeks, open_dispatches.open_week),
    Work("news mails", write_news.due, write_news.write_news, lanes=1),
    Work("reader", answer_wishes.due, answer_wishes.answer_wish),
    Work("former reader", erase_readers.due, erase_readers.erase_reader),
    Work("mention", read_mention.due, read_mention.read_mention, lanes=1),
    Work("newsroom", refresh.due, refresh.refresh),
    Work("post", publish_scheduled.due, publish_scheduled.publish_scheduled),
    Work("related posts", relate.due, relate.relate),
    Work("posts' cities", count_cities.due, count_cities.count_cities),
    Work("posts' figures", show_figures.due, show_figures.show_figures),
    Work("session", forget_sessions.due, forget_sessions.forget_sessions),
)


def lanes_of(works: Sequence[Work]) -> Sequence[Sequence[Work]]:
    """What each thread does, in turns."""
    sharing = [work for work in works if not work.lanes]
    shared = [sharing[lane::SHARED_LANES] for lane in range(SHARED_LANES)]
    return [[work] for work in works for _ in range(work.lanes)] + [lane for lane in shared if lane]


def work_until(stopped: Event, works: Sequence[Work]) -> None:
    try:
        while not stopped.is_set():
            done = [one_round(stopped, work) for work in works]
            for work in (work for work, items in zip(works, done, strict=True) if not items):
                work.idle(timezone.now())
            if not any(done):
                stopped.wait(IDLE_SECONDS)
    finally:
        for work in works:
            work.end()
        connection.close()


def one_round(stopped: Event, work: Work) -> int:
    """Do what is due now; how many items went well. What fails is logged, and the rest goes on."""
    items, done = _due(work), 0
    if work.together and items:
        return _together(work, items, stopped)
    for item in items:
        if stopped.is_set():
            break
        done += _do(work, item)
    return done


def _due(work: Work) -> Sequence[int]:
    try:
        close_old_connections()
        return work.due(timezone.now())
    except Exception:
        log.exception("worker: cannot see which %s is due", work.name)
        return []


def _together(work: Work, items: Sequence[int], stopped: Event) -> int:
    try:
        return work.together(items, stopped.is_set) if work.together else 0
    except Exception:
        log.exception("worker: %s failed", work.name)
        return 0


def _do(work: Work, item: int) -> bool:
    try:
        work.do(item, timezone.now())
    except Exception:
        log.exception("worker: %s %s failed", work.name, item)
        return False
    return True


def run(parent: int | None = None, works: Sequence[Work] = WORK) -> None:
    """Work until SIGTERM or SIGINT, or until `parent` is gone; the items in hand are finished first."""
    stopped = Event()

    def stop(signum: int, frame: FrameType | None) -> None:
        stopped.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    # A mail server that hangs must not keep the rest waiting.
    threads = [Thread(target=work_until, args=(stopped, lane)) for lane in lanes_of(works)]
    for thread in threads:
        thread.start()
    while not stopped.wait(IDLE_SECONDS) and parent in {None, os.getppid()}:
        pass
    stopped.set()
    for thread in threads:
        thread.join()
