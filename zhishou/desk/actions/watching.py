"""What the watch sees becomes work: one ticket for what breaks together, people called, its end as evidence."""

from datetime import datetime
from typing import Final

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from zhishou.contracts.rules import Level, ServiceCode
from zhishou.desk.actions.alerts import receive_alert
from zhishou.desk.actions.calling import call_the_watch
from zhishou.desk.actions.levels import change_level
from zhishou.desk.actions.talk import write_note
from zhishou.desk.models import Ticket
from zhishou.desk.rules.alerts import AlertNews, Outcome, plain
from zhishou.desk.rules.words import ENDED, NoteAudience, TicketState
from zhishou.people.models import Engagement
from zhishou.watch import actions as watch
from zhishou.watch.models import Alert
from zhishou.watch.queries.telling import Telling, clearing, local, telling

PROCESS: Final = "watch"
CALLED_FOR: Final = frozenset({Level.FATAL, Level.SEVERE})
"""Alerts of these levels call people; an ordinary one waits on the desk."""


@transaction.atomic
def open_about(*, alert: Alert, level: Level, at: datetime) -> Ticket | None:
    """Open or join the one ticket about an alert, and call the watch where it is grave."""
    said = telling(alert)
    news = _news(alert, said, level=level, words=f"{said.words}\n{settings.PUBLIC_URL}{said.link}")
    told = receive_alert(engagement=alert.system.contract.engagement, news=news, by=None, at=at)
    if told.ticket is not None:
        watch.note_ticket(alert=alert, number=told.ticket.number)
        _call(told.ticket, again=told.outcome is Outcome.JOINED, at=at)
    return told.ticket


@transaction.atomic
def add_to(*, alert: Alert, joined: Alert, level: Level, at: datetime) -> None:
    """Write on the ticket what else broke with it, and raise its level where that is graver."""
    ticket = open_about(alert=alert, level=Level(alert.level) if alert.level else level, at=at)
    if ticket is None or TicketState(ticket.state) in ENDED:
        return
    said = telling(joined)
    write_note(
        ticket=ticket,
        audience=NoteAudience.VENDOR,
        words=f"{said.title}\n{said.words}\n{settings.PUBLIC_URL}{said.link}",
        by=None,
        by_name=PROCESS,
        process=PROCESS,
        at=at,
    )
    if level < ticket.level and TicketState(ticket.state) is not TicketState.RECOVERED:
        change_level(ticket=ticket, level=level, reason=said.title, by=None, process=PROCESS, at=at)
        _call(ticket, title=said.title, at=at)


@transaction.atomic
def close_about(*, alert: Alert, ended_at: datetime, sample: str, at: datetime) -> None:
    """Record that all that broke together works again: the sample stops the recovery clock."""
    said = telling(alert)
    level = Level(alert.level) if alert.level else Level.ORDINARY
    open_about(alert=alert, level=level, at=at)  # where the news of it is only on its way
    news = _news(
        alert,
        said,
        level=level,
        words=clearing(alert, sample=sample, at=ended_at),
        resolved_at=ended_at,
        source=f"{settings.PUBLIC_URL}{said.link}#{sample}",
    )
    receive_alert(engagement=alert.system.contract.engagement, news=news, by=None, at=at)


@transaction.atomic
def tell_blindness(*, engagement: Engagement, since: datetime, until: datetime | None, at: datetime) -> None:
    """Open the ticket that says that nothing is watched, or record that it is again."""
    with translation.override(settings.LANGUAGE_CODE):
        title = gettext("No prober works: nothing is watched")
        words = gettext("Nothing has been looked at since %(since)s. Start `zhishou prober`.") % {
            "since": local(since)
        }
    news = AlertNews(
        fingerprint="watch:probers",
        started_at=since,
        resolved_at=until,
        title=title,
        words=words,
        level=Level.SEVERE,
        service_code=ServiceCode.SYSTEM_ENVIRONMENT,
        source="watch.prober",
    )
    ticket = receive_alert(engagement=engagement, news=news, by=None, at=at).ticket
    if ticket is not None and until is None:
        _call(ticket, at=at)


def _news(
    alert: Alert,
    said: Telling,
    *,
    level: Level,
    words: str,
    resolved_at: datetime | None = None,
    source: str = "",
) -> AlertNews:
    return AlertNews(
        fingerprint=said.fingerprint,
        started_at=alert.opened_at,
        resolved_at=resolved_at,
        title=plain(said.title, most=200),
        words=plain(words, most=8000),
        level=level,
        service_code=said.service,
        source=plain(source or f"{settings.PUBLIC_URL}{said.link}", most=250),
    )


def _call(ticket: Ticket, *, again: bool = False, title: str = "", at: datetime) -> None:
    if Level(ticket.level) in CALLED_FOR:
        call_the_watch(ticket=ticket, at=at, levels=CALLED_FOR, again=again, title=plain(title, most=200))
