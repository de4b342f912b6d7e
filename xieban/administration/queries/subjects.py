"""What entries of the log are about, as people know it: names and titles in place of keys."""

import uuid as uuids
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from xieban.administration.models import Token
from xieban.directory.models import Delegation, Person, Post, Unit
from xieban.flows.models import Flow, Instance

Keys = Collection[uuids.UUID]


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """One thing by its name, and its page where it has one."""

    name: str = ""
    address: str = ""


NOTHING: Final = Subject()


def subjects_of(abouts: Iterable[str]) -> dict[str, Subject]:
    """Return what these are, in one question for each kind; what is not there any more is left out."""
    asked: dict[str, set[str]] = defaultdict(set)
    for about in abouts:
        kind, _colon, key = about.partition(":")
        asked[kind].add(key)
    found = {
        f"{kind}:{key}": subject
        for kind, keys in asked.items()
        if kind in _KINDS
        for key, subject in _KINDS[kind]([one for one in map(_key, keys) if one is not None]).items()
    }
    flows = Flow.objects.filter(key__in=asked.get("flow", ()))
    found.update(
        (f"flow:{one.key}", Subject(name=one.name, address=reverse("flows:flow", kwargs={"key": one.key})))
        for one in flows
    )
    return found


def _key(text: str) -> uuids.UUID | None:
    try:
        return uuids.UUID(text)
    except ValueError:
        return None


def _persons(keys: Keys) -> dict[uuids.UUID, Subject]:
    return {
        one.uuid: Subject(name=one.name, address=reverse("directory:person", kwargs={"uuid": one.uuid}))
        for one in Person.objects.filter(uuid__in=keys)
    }


def _units(keys: Keys) -> dict[uuids.UUID, Subject]:
    return {
        one.uuid: Subject(name=one.name, address=reverse("directory:unit", kwargs={"code": one.code}))
        for one in Unit.objects.filter(uuid__in=keys)
    }


def _posts(keys: Keys) -> dict[uuids.UUID, Subject]:
    return {
        one.uuid: Subject(
            name=f"{one.unit.name} · {one.name}",
            address=reverse("directory:unit", kwargs={"code": one.unit.code}),
        )
        for one in Post.objects.filter(uuid__in=keys).select_related("unit")
    }


def _delegations(keys: Keys) -> dict[uuids.UUID, Subject]:
    found = Delegation.objects.filter(uuid__in=keys).select_related("principal", "deputy")
    return {one.uuid: Subject(name=f"{one.principal.name} → {one.deputy.name}") for one in found}


def _tokens(keys: Keys) -> dict[uuids.UUID, Subject]:
    return {one.uuid: Subject(name=one.name) for one in Token.objects.filter(uuid__in=keys)}


def _instances(keys: Keys) -> dict[uuids.UUID, Subject]:
    return {
        one.uuid: Subject(name=one.title, address=reverse("flows:log", kwargs={"uuid": one.uuid}))
        for one in Instance.objects.filter(uuid__in=keys).defer("variables")
    }


_KINDS: Final[Mapping[str, Callable[[Keys], dict[uuids.UUID, Subject]]]] = {
    "person": _persons,
    "account": _persons,
    "unit": _units,
    "post": _posts,
    "delegation": _delegations,
    "token": _tokens,
    "instance": _instances,
}
