"""Lays documents for tests, and lets people do their work, in the words of an office."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.http import QueryDict

from jishi.outbox.door import deliver_waiting
from xieban.directory.models import Person
from xieban.documents import actions, queries
from xieban.documents.actions import Choices, Draft
from xieban.documents.models import Document
from xieban.documents.queries.bodies import body_of
from xieban.documents.rules.control import Task
from xieban.documents.rules.words import DocumentType, Kind, Matter
from xieban.flows import actions as flows
from xieban.flows.actions.versions import DEFINITIONS, keep_version, publish
from xieban.flows.models import Flow
from xieban.flows.queries.acting import forms_of, read_act
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.words import Decision
from xieban.tests.cast import NOON, Cast
from xieban.writing.actions import save_revision
from xieban.writing.actions.bodies import add_revision, admitted
from xieban.writing.rules import Source

AGREE, DONE, DISAGREE = Decision.AGREE, Decision.DONE, Decision.DISAGREE
TEXT = (
    "<p>为切实做好全省红十字系统应急救援队伍建设和救灾物资储备工作，现就有关事项通知如下。</p><p>一、总体要求</p>"
    "<p>到2026年底，全省14个市（州）红十字会均建立应急救援队伍，救灾物资储备达到3.5万件以上。</p>"
)


def prepare(cast: Cast, *, at: datetime = NOON) -> None:
    """Publish the flows, open a series of each kind, enter a seal."""
    for key in ("dispatch", "memo", "incoming", "supervision"):
        if not Flow.objects.filter(key=key).exists():
            text = (DEFINITIONS / f"{key}.bpmn").read_text(encoding="utf-8")
            publish(version=keep_version(text=text, by=None, at=at), by=None, at=at)
    actions.open_series(unit=cast.body, kind=Kind.DISPATCH, code="江红发", by=None, at=at)
    actions.open_series(unit=cast.body, kind=Kind.MEMO, code="签报", by=None, at=at)
    actions.open_series(unit=cast.body, kind=Kind.INCOMING, code="收", by=None, at=at)
    actions.enter_seal(unit=cast.body, name="省红十字会印", by=None, at=at)
    for matter in (Matter.MONEY, Matter.LEGAL):
        actions.make_mandatory(unit=cast.body, matter=matter, department=cast.office, by=None, at=at)


def write(document: Document, text: str, *, by: Person, at: datetime = NOON) -> None:
    """Let somebody save the text, as the editor does."""
    body = body_of(document)
    assert body is not None
    body.refresh_from_db()
    if text:
        save_revision(body=body, html=text, on_revision=body.last_number, by=by, at=at)


def tamper(document: Document, text: str) -> None:
    """Put another text into the database, past everything that would refuse it."""
    body = body_of(document)
    assert body is not None
    html, blocks = admitted(text)
    add_revision(
        body=body, text=html, blocks=blocks, on_revision=body.last_number, source=Source.TYPED, by=body.by, at=NOON
    )


def notice(by: Person, *, text: str = TEXT, at: datetime = NOON, **changes: object) -> Document:
    """Draft a notice that lacks nothing."""
    values: dict[str, object] = {
        "kind": Kind.DISPATCH,
        "type": DocumentType.NOTICE,
        "title": "关于加强应急救援队伍建设的通知",
        "recipients": ("各市（州）红十字会",),
        "basis": "会党组2026年第3次会议",
        **changes,
    }
    document = actions.draft_document(draft=Draft(**values), by=by, at=at)  # type: ignore[arg-type]
    write(document, text, by=by, at=at)
    return document


def memo(by: Person, *, text: str = TEXT, at: datetime = NOON, **changes: object) -> Document:
    """Draft a memo that lacks nothing."""
    values: dict[str, object] = {
        "kind": Kind.MEMO,
        "title": "关于采购救灾帐篷的请示",
        "reason": "汛期将至，库存帐篷不足",
        **changes,
    }
    document = actions.draft_document(draft=Draft(**values), by=by, at=at)  # type: ignore[arg-type]
    write(document, text, by=by, at=at)
    return document


@dataclass
class Way:
    """One document on its way; time moves a minute with every act."""

    document: Document
    at: datetime = NOON
    minutes: int = field(default=0)

    def tick(self) -> datetime:
        self.at += timedelta(minutes=1)
        return self.at

    def fresh(self) -> Document:
        return Document.objects.select_related("instance__version__flow", "drafter", "department", "unit").get(
            pk=self.document.pk
        )

    def standing(self, person: Person) -> queries.Standing:
        return queries.standing_of(person, self.fresh(), at=self.at)

    def task(self, person: Person) -> Task:
        return self.standing(person).control.tasks[0]

    def nodes(self) -> list[str]:
        """Return where it stands."""
        viewer = self.document.drafter
        return sorted(waiting.node for waiting in self.standing(viewer).waiting)

    def does(
        self,
        person: Person,
        decision: Decision = DONE,
        words: str = "",
        *,
        choices: Choices | None = None,
        **values: Value,
    ) -> None:
        """Let somebody do the one piece of work that he has."""
        at = self.tick()
        actions.complete(
            document=self.fresh(),
            seat=self.task(person).seat,
            decision=decision,
            words=words,
            values=values,
            choices=choices,
            by=person,
            at=at,
        )

    def asks(self, person: Person, verb: str, **typed: str) -> None:
        """Let somebody send the form of a verb."""
        instance = self.fresh().instance
        assert instance is not None
        at = self.tick()
        form = next(one for one in forms_of(person, instance, at=at) if one.verb == verb)
        posted = QueryDict(mutable=True)
        posted.update({"act": form.id, **typed})
        back, asked = read_act(person, instance, posted, at=at)
        assert asked is not None, back
        flows.do(instance=instance, asked=asked, by=person, at=at)

    def delivers(self) -> None:
        """Let what was told be heard: services, renderings."""
        deliver_waiting(at=self.tick())

    def to_sign_off(self, cast: Cast) -> None:
        """Take a dispatch from its drafter to the principal leader, without countersign."""
        self.does(cast.drafter)
        self.does(cast.department_head, AGREE)
        self.does(cast.registrar, AGREE)
        self.does(cast.deputy_leader, AGREE)

    def to_registered(self, cast: Cast) -> None:
        """Take it on until it has its number."""
        self.to_sign_off(cast)
        self.does(cast.principal_leader, AGREE, "同意印发")
        self.does(cast.office_head, substantive=False)
        self.does(cast.registrar, copies=30)
