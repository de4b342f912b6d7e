"""What entries of the log are about, as people know it: names and titles in place of keys."""

import uuid as uuids
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from xieban.administration.models import Token
from xieban.directory import queries as directory
from xieban.flows import queries as flows

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
    found.update(
        (f"flow:{key}", Subject(name=one.name, address=reverse("flows:flow", kwargs={"key": key})))
        for key, one in flows.flows_by_key(asked.get("flow", ())).items()
    )
    return found


def _key(text: str) -> uuids.UUID | None:
    try:
        return uuids.UUID(text)
    except ValueError:
        return None


def _persons(keys: Keys) -> dict[uuids.UUID, Subject]:
    return {
        key: Subject(name=one.name, address=reverse("directory:person", kwargs={"uuid": key}))
        for key, one in directory.persons_by_key(keys).items()
    }


def _units(keys: Keys) -> dict[uuids.UUID, Subject]:
    return {
        key: Subject(name=one.name, address=reverse("directory:unit", kwargs={"code": one.code}))
        for key, one in directory.units_by_key(keys).items()
    }


def _posts(keys: Keys) -> dict[uuids.UUID, Subject]:
    return {
        key: Subject(
            name=f"{one.unit.name} · {one.name}",
            address=reverse("directory:unit", kwargs={"code": one.unit.code}),
        )
        for key, one in directory.posts_by_key(keys).items()
    }


def _delegations(keys: Keys) -> dict[uuids.UUID, Subject]:
    return {
        key: Subject(name=f"{one.principal.name} → {one.deputy.name}")
        for key, one in directory.delegations_by_key(keys).items()
    }


def _tokens(keys: Keys) -> dict[uuids.UUID, Subject]:
    return {one.uuid: Subject(name=one.name) for one in Token.objects.filter(uuid__in=keys)}


def _instances(keys: Keys) -> dict[uuids.UUID, Subject]:
    return {
        key: Subject(name=one.title, address=reverse("flows:log", kwargs={"uuid": key}))
        for key, one in flows.instances_by_key(keys).items()
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
