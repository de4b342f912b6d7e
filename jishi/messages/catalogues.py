"""Reads, completes, compiles and checks the catalogues of the areas."""

import io
import os
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from jishi.messages.sources import Said, areas, said_by

LOCALE = "zh_Hans"
PLACE = Path("locale") / LOCALE / "LC_MESSAGES" / "django.po"
# No dates and no line numbers: two people who add a message each must not meet in the header.
HEADER = (
    'msgid ""\nmsgstr ""\n'
    '"Content-Type: text/plain; charset=utf-8\\n"\n'
    f'"Language: {LOCALE}\\n"\n'
    '"Plural-Forms: nplurals=1; plural=0;\\n"\n\n'
)
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """What is wrong with one message of one catalogue."""

    catalogue: str
    text: str
    what: str

    def __str__(self) -> str:
        return f"{self.catalogue}: {self.what}: {self.text!r}"


def _read(path: Path) -> Catalog:
    if not path.exists():
        return Catalog(locale=LOCALE)
    with path.open("rb") as file:
        return read_po(file, locale=LOCALE, abort_invalid=True)


def _key(message: Message) -> Key:
    identity = message.id[0] if isinstance(message.id, list | tuple) else message.id
    return (message.context or "", identity)


def _entries(catalog: Catalog) -> dict[Key, Message]:
    return {_key(message): message for message in catalog if message.id}


def _translation(message: Message) -> str:
    string = message.string
    return string if isinstance(string, str) else (string[0] if string else "")


def _placeholders(text: str) -> Counter[str]:
    return Counter(PLACEHOLDER.findall(text.replace("%%", "")))


def complete(top: Path, *, only: Collection[str] = ()) -> list[str]:
    """Bring the catalogues (of `only` these areas) in line with what is said; return those that changed."""
    known = {
        key: _translation(message)
        for area in areas(top)
        for key, message in _entries(_read(area / PLACE)).items()
        if _translation(message) and not message.fuzzy
    }
    changed = []
    for area in areas(top):
        said = said_by(area, top=top)
        path = area / PLACE
        if (only and area.name not in only) or (not said and not path.exists()):
            continue
        text = _written(said, _entries(_read(path)), known)
        if not path.exists() or path.read_text(encoding="utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
            changed.append(path.relative_to(top).as_posix())
    return changed


def _written(said: list[Said], own: dict[Key, Message], known: dict[Key, str]) -> str:
    catalog = Catalog(locale=LOCALE)
    for one in said:
        key = (one.context, one.text)
        translation = (_translation(own[key]) if key in own else "") or known.get(key, "")
        catalog.add(
            (one.text, one.plural) if one.plural else one.text,
            (translation,) if one.plural else translation,
            locations=[(one.file, 1)],
            context=one.context or None,
        )
    body = io.BytesIO()
    write_po(body, catalog, omit_header=True, sort_output=True, include_lineno=False, width=100)
    return HEADER + body.getvalue().decode()


def compile_all(top: Path) -> int:
    """Compile every catalogue that is newer than its compiled form; return how many were."""
    count = 0
    for area in areas(top):
        source, target = area / PLACE, (area / PLACE).with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        fresh = target.with_suffix(f".{os.getpid()}")
        with fresh.open("wb") as file:
            write_mo(file, _read(source))
        fresh.replace(target)
        count += 1
    return count


def faults(top: Path, *, only: Collection[str] = ()) -> list[Fault]:
    """Return whatever is missing, doubtful, left over or contradictory in any catalogue (of `only` these areas)."""
    found: list[Fault] = []
    spoken: dict[Key, tuple[str, str]] = {}
    for area in areas(top):
        said, path = said_by(area, top=top), area / PLACE
        name = path.relative_to(top).as_posix()
        catalog = _read(path)
        entries = _entries(catalog)
        wanted = {(one.context, one.text) for one in said}
        found += [
            Fault(catalogue=name, text=text, what="missing") for _context, text in sorted(wanted - set(entries))
        ]
        left = sorted(set(entries) - wanted)
        found += [Fault(catalogue=name, text=text, what="said no more") for _context, text in left]
        found += [Fault(catalogue=name, text=str(text), what="said no more") for text in catalog.obsolete]
        for key in sorted(wanted & set(entries)):
            message = entries[key]
            found += [Fault(catalogue=name, text=key[1], what=what) for what in _wrong(message)]
            first = spoken.setdefault(key, (_translation(message), name))
            if first[0] != _translation(message):
                found.append(Fault(catalogue=name, text=key[1], what=f"translated otherwise in {first[1]}"))
    return [fault for fault in found if not only or Path(fault.catalogue).parts[1] in only]


def _wrong(message: Message) -> list[str]:
    translation = _translation(message)
    if not translation:
        return ["untranslated"]
    wrong = ["fuzzy"] if message.fuzzy else []
    texts = list(message.id) if isinstance(message.id, list | tuple) else [message.id]
    given = _placeholders(translation)
    if given != _placeholders(texts[-1]):
        wrong.append("its placeholders differ")
    return wrong
