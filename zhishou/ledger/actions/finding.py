from collections.abc import Iterator

from jishi.search import door as search
from jishi.search.door import Text
from zhishou.ledger.models import Entry

KIND = "ledger.entry"
LONGEST = 4000


def found_by(entry: Entry, *, engagement: object) -> Text:
    """Return the words by which an entry is found: what, about what, who, and every text of its payload.

    `engagement` is the uuid of that whose evidence it is, None of the deployment's own.
    """
    return Text(
        key=str(entry.uuid),
        scope=str(engagement) if engagement else "deployment",
        title=f"{entry.what} {entry.about_key}",
        body=" ".join(_payload_texts(entry))[:LONGEST],
        names=(entry.by_name,),
    )


def rebuild_search() -> int:
    """Index every sealed entry anew, from the ledger itself."""
    rows = Entry.objects.filter(seal__isnull=False).select_related("engagement").order_by("id")
    return search.rebuild(KIND, (_of_its_engagement(entry) for entry in rows.iterator(chunk_size=1000)))


def _of_its_engagement(entry: Entry) -> Text:
    return found_by(entry, engagement=entry.engagement.uuid if entry.engagement else None)


def _payload_texts(entry: Entry) -> list[str]:
    try:
        return list(_texts(entry.payload))
    except ValueError:  # damaged; verification says so, and sealing goes on
        return []


def _texts(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, (str, int)) and not isinstance(value, bool):
        yield str(value)
