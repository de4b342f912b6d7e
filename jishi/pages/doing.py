"""Doing what a page asks: what is refused is said where it was asked, and nothing typed is lost."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages

from jishi.refusals.door import NotAllowed, NotThere, Refusal

if TYPE_CHECKING:
    from django import forms
    from django.http import HttpRequest


def attempt(request: "HttpRequest", form: "forms.Form", act: Callable[[], object], *, done: str) -> bool:
    """Do what a form asks; what is refused is said on the form, and the words stay in it."""
    if not form.is_valid():
        return False
    try:
        act()
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        form.add_error(None, str(refusal))
        return False
    messages.success(request, done)
    return True


def press(request: "HttpRequest", act: Callable[[], object], *, done: str) -> bool:
    """Do what a button of the page asks, and say how it went; the page is shown again either way."""
    try:
        act()
    except (NotThere, NotAllowed):
        raise
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, done)
    return True
