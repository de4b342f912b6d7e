"""Texts and their revisions, for whoever holds them; the pages ask `get_body` first."""

from django.utils.safestring import SafeString, mark_safe

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
