"""The files that an application asks a seal for: seen by its people, changed while it lies with its applicant."""

from datetime import datetime

from django.urls import reverse

from jishi.refusals.door import NotThere
from xieban.approvals.queries.applications import get_application
from xieban.approvals.rules import PAPERS, Kind
from xieban.directory.models import Person
from xieban.flows import queries as flows
from xieban.flows.models import Instance
from xieban.writing.queries import Holder, Sheet, body_of, sheet_of


class PapersHolder(Holder):
    """Answers for the files of an application for a seal."""

    def may_read(self, viewer: Person, *, key: str, at: datetime) -> bool:
        """Say whether somebody sees the application."""
        return self._application(viewer, key, at=at) is not None

    def may_write(self, viewer: Person, *, key: str, at: datetime) -> bool:
        """Say whether the application lies with its applicant: before it is handed in, and when it was returned."""
        instance = self._application(viewer, key, at=at)
        if instance is None or instance.starter_id != viewer.pk:
            return False
        return any(viewer in turn.people for turn in flows.turns_of(instance, at=at))

    def title(self, *, key: str) -> str:
        """Return what the application is called."""
        instance = flows.instance_of_event(uuid=key)
        return instance.title if instance else ""

    def address(self, *, key: str) -> str:
        """Return the page of the application."""
        return reverse("approvals:one", kwargs={"uuid": key})

    def _application(self, viewer: Person, key: str, *, at: datetime) -> Instance | None:
        try:
            return get_application(viewer, uuid=key, at=at)
        except NotThere:
            return None


def papers_of(viewer: Person, instance: Instance, *, at: datetime) -> Sheet | None:
    """Return the files of an application for a seal; none for other kinds and older applications."""
    if instance.version.flow.key != Kind.SEAL:
        return None
    body = body_of(kind=PAPERS, key=str(instance.uuid))
    return sheet_of(viewer, body=body, at=at) if body else None
