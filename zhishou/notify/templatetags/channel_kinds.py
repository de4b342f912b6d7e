"""What people call the kinds of channels."""

from django import template

from zhishou.notify.channels.registry import transport

register = template.Library()


@register.filter
def channel_kind(kind: str) -> str:
    """Return the kind's name in the reader's language, or the kind where this version knows it no more."""
    way = transport(kind)
    return str(way.name) if way else kind
