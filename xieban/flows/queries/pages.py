"""Where the instances of a flow have their page: areas above say so in settings, so that nobody looks up."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.urls import reverse
from django.utils.module_loading import import_string

from xieban.flows.models import Instance
from xieban.flows.rules.pages import FlowPage


def page_of(flow: str) -> FlowPage | None:
    """Return the page that the instances of a flow have."""
    pages: Mapping[str, FlowPage] = import_string(settings.FLOW_PAGES)
    return pages.get(flow)


def address_of(instance: Instance) -> str:
    """Return where an instance is looked at: by its own area, else by the plain page of any instance."""
    page = page_of(instance.version.flow.key)
    return reverse(page.route if page else "flows:instance", kwargs={"uuid": instance.uuid})


def completer_of(flow: str) -> Callable[..., object] | None:
    """Return what is called instead of `actions.complete` for the work of a flow."""
    page = page_of(flow)
    if page is None or not page.complete:
        return None
    found: Callable[..., object] = import_string(page.complete)
    return found
