import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO

from jishi.refusals.door import Refusal
from zhishou.ledger.models import Batch, Chain, ShownHead
from zhishou.ledger.queries.facts import links_of, stamps_of
from zhishou.ledger.rules import Facts, Stamp, genesis, moment
from zhishou.ledger.rules.chain import envelope
from zhishou.people.models import Engagement

TEMPLATES = Path(__file__).parent.parent / "templates" / "ledger" / "bundle"
VERBATIM = ("README.en.md", "README.zh.md", "verify.py")


class NotExportable(Refusal):
    """The ledger does not hold: entry %(entry)s is damaged. Run “zhishou ledger verify” to see what broke."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What went into a bundle."""

    entries: int
    batches: int
    head: str


def write_bundle(
    engagement: Engagement, file: Path, *, at: datetime, told: Callable[[int, int], None] = lambda _done, _of: None
) -> Counted:
    """Write everything sealed of an engagement into a zip file that verifies itself; `told` hears how far it is.

    The file appears under its name only when it is whole.
    """
    chain = Chain.objects.filter(engagement=engagement).first()
    last = Batch.objects.filter(chain=chain).order_by("-number").first() if chain else None
    counted = Counted(
        entries=last.last_position if last else 0,
        batches=last.number if last else 0,
        head=last.head if last else "",
    )
    part = file.with_name(file.name + ".part")
    try:
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            _fill(_Bundle(archive), engagement, chain, counted, at=at, told=told)
        os.replace(part, file)  # noqa: PTH105 - the same, said plainly
    finally:
        part.unlink(missing_ok=True)
    return counted


class _Bundle:
    """A zip file being written, with the digest of each member."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.archive = archive
        self.digests: dict[str, str] = {}

    def add(self, name: str, parts: Iterable[bytes]) -> None:
        total = hashlib.sha256()
        member: IO[bytes]
        with self.archive.open(name, "w", force_zip64=True) as member:
            for part in parts:
                total.update(part)
                member.write(part)
        self.digests[name] = total.hexdigest()

    def close(self) -> None:
        lines = [f"{digest}  {name}\n" for name, digest in sorted(self.digests.items())]
        self.add("SHA256SUMS", ["".join(lines).encode()])


def _fill(
    bundle: _Bundle,
    engagement: Engagement,
    chain: Chain | None,
    counted: Counted,
    *,
    at: datetime,
    told: Callable[[int, int], None],
) -> None:
    bundle.add("heads.json", [_line(_heads(engagement, chain, counted, at=at))])
    if chain is not None:
        bundle.add("entries.jsonl", (_line(_entry(facts)) for facts in _facts(chain, counted, told=told)))
        bundle.add("seals.jsonl", (_line(row) for row in _seals(chain, counted)))
        bundle.add("batches.jsonl", (_line(_batch(stamp)) for stamp in stamps_of(chain, up_to=counted.batches)))
    else:
        for name in ("entries.jsonl", "seals.jsonl", "batches.jsonl"):
            bundle.add(name, [])
    for name in VERBATIM:
        bundle.add(name, [(TEMPLATES / name).read_bytes()])
    bundle.close()


def _line(row: dict[str, object]) -> bytes:
    text = json.dumps(row, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode() + b"\n"


def _facts(chain: Chain, counted: Counted, *, told: Callable[[int, int], None]) -> Iterator[Facts]:
    for link in links_of(chain, up_to=counted.entries):
        if link.position % 1000 == 0:
            told(link.position, counted.entries)
        if link.facts is None:
            raise NotExportable(entry=f"#{link.position}")
        yield link.facts


def _seals(chain: Chain, counted: Counted) -> Iterator[dict[str, object]]:
    for link in links_of(chain, up_to=counted.entries):
        if link.facts is None:
            raise NotExportable(entry=f"#{link.position}")
        yield {
            "position": link.position,
            "entry": link.facts.uuid,
            "entry_digest": link.entry_digest,
            "chain_hash": link.chain_hash,
        }


def _entry(facts: Facts) -> dict[str, object]:
    try:
        payload = json.loads(facts.payload_text)
    except ValueError as error:
        raise NotExportable(entry=facts.uuid) from error
    row = envelope(facts) | {"payload": payload}
    del row["v"]
    return row


def _batch(stamp: Stamp) -> dict[str, object]:
    return {
        "number": stamp.number,
        "first_position": stamp.first_position,
        "last_position": stamp.last_position,
        "previous_head": stamp.previous_head,
        "sealed_at": moment(stamp.sealed_at),
        "head": stamp.head,
    }


def _heads(engagement: Engagement, chain: Chain | None, counted: Counted, *, at: datetime) -> dict[str, object]:
    shown = ShownHead.objects.filter(engagement=engagement, number__lte=counted.batches).order_by("day")
    return {
        "v": 1,
        "chain": str(chain.uuid) if chain else genesis(str(engagement.uuid)),
        "engagement": {"uuid": str(engagement.uuid), "code": engagement.code, "name": engagement.name},
        "entries": counted.entries,
        "batches": counted.batches,
        "head": counted.head,
        "exported_at": moment(at),
        "shown": [
            {
                "day": row.day.isoformat(),
                "head": row.head,
                "number": row.number,
                "last_position": row.last_position,
                "shown_at": moment(row.shown_at),
            }
            for row in shown
        ],
    }
