"""Keeping, publishing and retiring versions of flows."""

from datetime import datetime
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils.translation import get_language

from jishi.refusals.door import Invalid, Refusal, Stale
from xieban.directory.models import Person
from xieban.flows.models import Flow, Version, VersionCall
from xieban.flows.queries.versions import callable_versions, digest_of, require_manager, world
from xieban.flows.rules.checking import read_and_check
from xieban.flows.rules.faults import Fault, WrongFlow
from xieban.flows.rules.model import Model
from xieban.flows.rules.reading import read_flow
from xieban.flows.rules.words import VersionState

DEFINITIONS = Path(__file__).resolve().parent.parent / "definitions"


class FlowHasFaults(Invalid):
    """This flow cannot run: %(faults)s."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep the faults, and say them in the language that is active."""
        super().__init__(faults="; ".join(fault.sentence(get_language() or "en") for fault in faults))
        self.faults = faults


class OtherKey(Invalid):
    """The id of the process is “%(key)s”: it must stay what it was."""


class NotADraft(Refusal):
    """Only a draft can be published."""


class NotRetired(Refusal):
    """Only a version that is retired can be gone back to."""


class IsCalled(Refusal):
    """A published flow calls this one. Publish that without the call first."""


def checked(text: str) -> Model:
    """Return what a file says, or refuse it with everything for which it cannot run."""
    try:
        return read_and_check(text.encode(), world())
    except WrongFlow as error:
        raise FlowHasFaults(error.faults) from error


def keep_version(*, text: str, key: str = "", by: Person | None, at: datetime) -> Version:
    """Keep a sound file as the next version of its flow; `key` where it must be a certain flow's."""
    if by is not None:
        require_manager(by)
    model = checked(text)
    if key and model.key != key:
        raise OtherKey(key=model.key)
    called = callable_versions(node.calls for node in model.nodes.values() if node.calls)
    try:
        with transaction.atomic():
            flow, _ = Flow.objects.get_or_create(
                key=model.key, defaults={"name": model.name[:120], "created_at": at}
            )
            last = Version.objects.filter(flow=flow).order_by("-number").values_list("number", flat=True).first()
            version = Version.objects.create(
                flow=flow,
                number=(last or 0) + 1,
                text=text,
                digest=digest_of(text, called.values()),
                state=VersionState.DRAFT.value,
                made_by=by,
                made_at=at,
            )
            VersionCall.objects.bulk_create(VersionCall(version=version, called=one) for one in called.values())
    except IntegrityError as error:
        raise Stale from error
    return version


def publish(*, version: Version, by: Person | None, at: datetime) -> Version:
    """Let new instances run by a version; the one before retires, and what runs by it stays on it."""
    if by is not None:
        require_manager(by)
    with transaction.atomic():
        Flow.objects.select_for_update().get(pk=version.flow_id)
        checked(version.text)  # the directory may have changed since it was kept
        before = Version.objects.filter(flow=version.flow_id, state=VersionState.PUBLISHED.value)
        before.update(state=VersionState.RETIRED.value, retired_at=at)
        drafts = Version.objects.filter(pk=version.pk, state=VersionState.DRAFT.value)
        if not drafts.update(state=VersionState.PUBLISHED.value, published_by=by, published_at=at):
            raise NotADraft
        name = read_flow(version.text.encode()).name[:120]
        Flow.objects.filter(pk=version.flow_id).update(name=name)
    version.refresh_from_db()
    return version


def publish_again(*, version: Version, by: Person, at: datetime) -> Version:
    """Go back to an earlier version: its file becomes the next one, since a version itself never returns."""
    require_manager(by)
    if version.state != VersionState.RETIRED:
        raise NotRetired
    with transaction.atomic():
        fresh = keep_version(text=version.text, key=version.flow.key, by=by, at=at)
        return publish(version=fresh, by=by, at=at)


def retire(*, version: Version, by: Person, at: datetime) -> Version:
    """Let nothing new begin by a version; what runs by it goes on."""
    require_manager(by)
    if VersionCall.objects.filter(called=version, version__state=VersionState.PUBLISHED.value).exists():
        raise IsCalled
    rows = Version.objects.filter(pk=version.pk).exclude(state=VersionState.RETIRED.value)
    if not rows.update(state=VersionState.RETIRED.value, retired_at=at):
        raise Stale
    version.refresh_from_db()
    return version


def load_definitions(*, at: datetime) -> list[Version]:
    """Publish the flows that come with the product, where a flow has no version yet; return what was published."""
    made = []
    for file in sorted(DEFINITIONS.glob("*.bpmn")):
        if not Flow.objects.filter(key=file.stem).exists():
            with transaction.atomic():
                version = keep_version(text=file.read_text(encoding="utf-8"), key=file.stem, by=None, at=at)
                made.append(publish(version=version, by=None, at=at))
    return made
