"""Texts and their revisions, for whoever holds them; the pages ask `get_body` first."""

from collections.abc import Sequence

from django.db.models import F
from django.utils.safestring import SafeString, mark_safe

from jishi.database.door import Compiled
from jishi.refusals.door import NotThere
from xieban.layout.rules import Block
from xieban.layout.rules import body_of as tree_of
from xieban.writing.models import Body, Revision
from xieban.writing.queries.attachments import attachments_of
from xieban.writing.rules import Difference, difference, digest_of, fingerprint
from xieban.writing.rules import html_of as html_from


def body_of(*, kind: str, key: str) -> Body | None:
    """Return the body of a holder, None before `begin_body`; the holder has asked who is looking."""
    return Body.objects.filter(kind=kind, key=key).first()


def revisions_of(body: Body) -> list[Revision]:
    """Return all revisions, the last first, without their texts."""
    rows = Revision.objects.filter(body=body).defer("html", "words").select_related("by").order_by("-number")
    return list(rows)


def last_revision(body: Body) -> Revision | None:
    """Return the revision that counts now; None before the first."""
    return Revision.objects.filter(body=body).select_related("by").order_by("-number").first()


def revision(body: Body, *, number: int) -> Revision:
    """Return one revision."""
    found = Revision.objects.filter(body=body, number=number).select_related("by").first()
    if found is None:
        raise NotThere
    return found


def html_of(body: Body) -> str:
    """Return the text that counts now as it is kept; empty before the first revision."""
    last = last_revision(body)
    return last.html if last else ""


def words_of(body: Body) -> str:
    """Return the text that counts now without its dress, for searching."""
    last = last_revision(body)
    return last.words if last else ""


def words_at(*, kind: str, key: str) -> str:
    """Return the words that count now of a holder's body; asked for every step of its flow."""
    rows = _words(kind=kind, key=key)
    return str(rows[0][0]) if rows else ""


_words = Compiled(
    lambda kind, key: (
        Revision.objects.filter(body__kind=kind, body__key=key).order_by("-number").values_list("words")[:1]
    )
)


def words_of_all(*, kind: str, keys: Sequence[str]) -> dict[str, str]:
    """Return the words that count now of many holders' bodies, by the holder's key."""
    rows = Revision.objects.filter(body__kind=kind, body__key__in=keys).order_by("body", "number")
    last = rows.filter(number=F("body__last_number"))
    return dict(last.values_list("body__key", "words"))


def blocks_of(body: Body, *, number: int | None = None) -> tuple[Block, ...]:
    """Return the text as `layout` takes it: what counts now, or one revision."""
    if number is not None:
        return tree_of(revision(body, number=number).html)
    return tree_of(html_of(body))


def fingerprint_of(body: Body) -> str:
    """Return one digest over the text that counts now and the attachments in order: what a signature freezes."""
    text = html_of(body)
    return fingerprint(text=digest_of(text), attachments=[(one.name, one.sha256) for one in attachments_of(body)])


def difference_of(body: Body, *, older: int, newer: int) -> Difference:
    """Compare two revisions of one body; number 0 is the empty page."""
    before = tree_of(revision(body, number=older).html) if older else ()
    return difference(before, tree_of(revision(body, number=newer).html))


def difference_between(older: str, newer: str) -> Difference:
    """Compare two texts as they are kept, or as they were typed."""
    return difference(tree_of(older), tree_of(newer))


def shown(html: str) -> SafeString:
    """Return a text ready for a page: written anew from its tree, so that nothing in it acts."""
    return mark_safe(html_from(tree_of(html)))  # noqa: S308 - every word escaped, no attributes
