"""How documents of the demonstration begin: somebody drafts, something comes in, a matter is to be supervised."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from jishi.calendars.door import add_working
from xieban.config import phrases
from xieban.directory import queries as directory
from xieban.directory.models import Person
from xieban.directory.rules import Role
from xieban.documents import actions
from xieban.documents.actions import Arrival, Draft, Matter
from xieban.documents.models import Document
from xieban.documents.queries.bodies import body_of
from xieban.documents.rules.words import WITHOUT_RECIPIENTS, DocumentType, Kind, Source, Urgency
from xieban.flows import queries as flow_queries
from xieban.writing.actions import save_revision

KINDS: Final = {Kind.DISPATCH: 42, Kind.MEMO: 27, Kind.INCOMING: 25, Kind.SUPERVISION: 6}
"""How many of a hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """Who drafts, and of which departments, by their codes."""

    departments: dict[str, list[Person]]
    chance: random.Random
    now: datetime

    def department_of(self, person: int) -> str:
        """Return the code of somebody's department; empty for whoever drafts for none of these."""
        return next(
            (code for code, staff in self.departments.items() if any(one.pk == person for one in staff)), ""
        )

    def later(self, at: datetime) -> datetime:
        """Return when somebody comes to it: mostly within some hours of work, seldom after days."""
        hours = min(self.chance.lognormvariate(0.6, 1.0), 40.0)
        return add_working(flow_queries.office_calendar(), start=at, amount=timedelta(hours=hours))

    def soon(self, at: datetime) -> datetime:
        """Return when somebody begins who wants to at a moment: in hours of work, at once where those lie ahead."""
        working = self.later(at)
        return working if working < self.now else at


def begin(office: Office, *, at: datetime) -> Document:
    """Let one document begin, of whichever kind."""
    chance = office.chance
    code = chance.choice(sorted(office.departments))
    about = phrases.topic(code, chance)
    (kind,) = chance.choices(list(KINDS), list(KINDS.values()))
    if kind is Kind.SUPERVISION:
        return actions.raise_matter(matter=_matter(about, chance), by=_holder(Role.OFFICE_HEAD, at=at), at=at)
    if kind is Kind.INCOMING:
        by = _holder(Role.DISPATCHER, at=at)
        document = actions.receive_document(arrival=_arrival(about, chance, at=at), is_intact=True, by=by, at=at)
    else:
        by = chance.choice(office.departments[code])
        draft = _dispatch(about, chance) if kind is Kind.DISPATCH else _memo(about, chance)
        document = actions.draft_document(draft=draft, by=by, at=at)
    body = body_of(document)
    if body is not None:
        day = f"{(at + timedelta(days=30)).month}月底"
        words = phrases.text(about, day=day, chance=chance)
        save_revision(body=body, html=words, on_revision=body.last_number, by=by, at=at)
    return document


def _holder(role: Role, *, at: datetime) -> Person:
    return directory.holders_of(role, at=at)[0]


def _arrival(about: str, chance: random.Random, *, at: datetime) -> Arrival:
    sender = chance.choice((*phrases.ABOVE, *phrases.BESIDE))
    return Arrival(
        sender=sender,
        sender_number=phrases.number_of_sender(sender, year=at.year, chance=chance),
        title=chance.choice(phrases.ARRIVED).format(topic=about),
        type=DocumentType.NOTICE,
        urgency=_urgency(chance),
        copies=1,
        received_at=at - timedelta(minutes=chance.randint(1, 20)),
    )


def _matter(about: str, chance: random.Random) -> Matter:
    return Matter(
        title=chance.choice(phrases.SUPERVISED).format(topic=about),
        source=chance.choice(list(Source)),
        reason=f"会议明确要求抓好{about}",
        criteria=f"{about}全部完成，书面报告结果",
        urgency=_urgency(chance),
    )


def _urgency(chance: random.Random) -> Urgency:
    return chance.choices((Urgency.ORDINARY, Urgency.URGENT, Urgency.MOST), (86, 11, 3))[0]


def _dispatch(about: str, chance: random.Random) -> Draft:
    (kind,) = chance.choices(list(phrases.OFTEN), list(phrases.OFTEN.values()))
    if kind in {DocumentType.REPORT, DocumentType.REQUEST}:
        recipients: tuple[str, ...] = (chance.choice(phrases.ABOVE),)
    elif kind is DocumentType.LETTER:
        recipients = (chance.choice(phrases.BESIDE),)
    else:
        recipients = (chance.choice(phrases.BELOW),)
    return Draft(
        kind=Kind.DISPATCH,
        type=kind,
        title=chance.choice(phrases.DISPATCHED[kind]).format(topic=about),
        urgency=_urgency(chance),
        recipients=() if kind in WITHOUT_RECIPIENTS else recipients,
        copies_to=(chance.choice(phrases.BESIDE),) if kind is DocumentType.NOTICE else (),
        basis=chance.choice(phrases.BASES),
    )


def _memo(about: str, chance: random.Random) -> Draft:
    title = chance.choice(phrases.MEMOS).format(topic=about)
    return Draft(
        kind=Kind.MEMO,
        title=title,
        urgency=_urgency(chance),
        reason=f"按照年度工作安排，需推进{about}。",
        basis=chance.choice(phrases.BASES),
        matter=phrases.matter(title),
    )
