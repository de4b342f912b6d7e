"""`{% load finding %}`: texts in which something was found."""

from collections.abc import Iterable

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

from xieban.finding.rules import Stretch

register = template.Library()


@register.filter
def stretches(found: Iterable[Stretch]) -> SafeString:
    """Show a text with what was found in it marked."""
    return SafeString("".join(_drawn(one) for one in found))


def _drawn(one: Stretch) -> str:
    text = conditional_escape(one.text)
    return f"<mark>{text}</mark>" if one.is_hit else text
