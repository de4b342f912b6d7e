"""Declare parameters, read what counts, change it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.models import AbstractBaseUser
from django.db.models import QuerySet
from django.utils.translation import gettext

from jishi.database.door import Compiled, Given, insert_once
from jishi.parameters.models import Change
from jishi.refusals.door import Invalid, Stale
from jishi.sentences.door import Wrong, gettext_noop

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

LONGEST = 400


class WrongParameter(Invalid):
    """“%(value)s” is not a value of %(name)s: %(why)s."""


class SameParameter(Invalid):
    """%(name)s has this value already."""


class ReasonMissing(Invalid):
    """Say why, in 400 characters at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter: `check` raises ValueError, saying why, for a text that is no value of it."""

    name: str  # with its area, e.g. flows.still_days
    default: Callable[[], str]
    check: Callable[[str], object]
    words: "str | StrPromise"


def value_of(parameter: Parameter) -> str:
    """Return what counts now: the last change, or the default where it was never changed."""
    rows = _LAST(name=parameter.name)
    return str(rows[0][0]) if rows else parameter.default()


def changes_of(parameter: Parameter) -> QuerySet[Change]:
    """Return the changes of a parameter, the newest first."""
    return Change.objects.filter(name=parameter.name).select_related("by").order_by("-id")


def change(*, parameter: Parameter, value: str, reason: str, by: AbstractBaseUser, at: datetime) -> Change:
    """Let another value count from now on; who may is the caller's affair."""
    if not reason.strip() or len(reason) > LONGEST:
        raise ReasonMissing
    try:
        parameter.check(value[: LONGEST + 1])
    except ValueError as error:
        why = error.sentence.said(gettext) if isinstance(error, Wrong) else error
        raise WrongParameter(name=parameter.name, value=value[:40], why=why) from error
    last = changes_of(parameter).first()
    before = last.after if last else parameter.default()
    if before == value:
        raise SameParameter(name=parameter.name)
    made = Change(
        name=parameter.name,
        number=last.number + 1 if last else 1,
        before=before,
        after=value,
        reason=reason,
        by_id=by.pk,
        at=at,
    )
    if not insert_once(made):
        raise Stale
    return made


def whole_number(*, least: int, most: int) -> Callable[[str], object]:
    """Return the check of a whole number between two."""

    def check(text: str) -> int:
        if not (text.isascii() and text.isdecimal() and len(text) <= len(str(most)) and least <= int(text) <= most):
            raise Wrong(gettext_noop("write a whole number from %(least)s to %(most)s"), least=least, most=most)
        return int(text)

    return check


def _last(*, name: Given) -> QuerySet[Change, tuple[Any, ...]]:
    return Change.objects.filter(name=name).order_by("-id").values_list("after")[:1]


_LAST = Compiled(_last)
