"""Where the instances of a flow have their page: areas above say so in settings, so that nobody looks up."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from xieban.directory.models import Person
from xieban.flows.models import Instance
from xieban.flows.rules.control import Deed
from xieban.flows.rules.pages import FlowPage


def page_of(flow: str) -> FlowPage | None:
    """Return the page that the instances of a flow have."""
    pages: Mapping[str, FlowPage] = import_string(settings.FLOW_PAGES)
    return pages.get(flow)


def address_of(instance: Instance) -> str:
    """Return where an instance is looked at: by its own area, else by the plain page of any instance."""
    return address_in(instance.version.flow.key, uuid=instance.uuid)


def address_in(flow: str, *, uuid: UUID) -> str:
    """Return where an instance of a flow is looked at."""
    page = page_of(flow)
    return reverse(page.route if page else "flows:instance", kwargs={"uuid": uuid})


def completer_of(flow: str) -> Callable[..., object] | None:
    """Return what is called instead of `actions.complete` for the work of a flow."""
    return _called(flow, "complete")


def doer_of(flow: str) -> Callable[..., object] | None:
    """Return what is called instead of `actions.do_plainly` for whatever is asked of a flow."""
    return _called(flow, "do")


def offered_by_holder(
    viewer: Person, instance: Instance, deeds: Sequence[Deed], *, nodes: Mapping[int, str], at: datetime
) -> Sequence[Deed]:
    """Return the deeds as the area that holds the instance offers them; `nodes` says where each stay is."""
    offer = _called(instance.version.flow.key, "offer")
    if offer is None:
        return deeds
    found: Sequence[Deed] = offer(viewer, instance, deeds, nodes=nodes, at=at)  # type: ignore[assignment]
    return found


def _called(flow: str, name: str) -> Callable[..., object] | None:
    page = page_of(flow)
    path: str = getattr(page, name) if page else ""
    if not path:
        return None
    found: Callable[..., object] = import_string(path)
    return found
