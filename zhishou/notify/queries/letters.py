"""What a notice reads like, in the receiver's language."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.template import Context, Template, TemplateDoesNotExist, engines
from django.utils.translation import override

from zhishou.notify.models import Notice, Parcel
from zhishou.notify.rules import Letter, Urgency, template_of
from zhishou.people.models import Person

_BREAK = "\u2028"  # stands for line breaks inside words, so that none moves the end of the subject
_SHOWN_IN_DIGEST = 50


class Wording(NamedTuple):
    """A notice in words."""

    subject: str
    body: str


def wording_of(notice: Notice, *, language: str) -> Wording:
    """Return a notice in a language; a kind that no longer has words shows its name."""
    try:
        return render(notice.kind, notice.words, language=language)
    except TemplateDoesNotExist:
        return Wording(notice.kind, "")


def render(kind: str, words: Mapping[str, object], *, language: str) -> Wording:
    """Fill the words into the template of a kind; the first line is the subject. Plain text, nothing escaped."""
    context = {
        name: value.replace("\r\n", "\n").replace("\n", _BREAK) if isinstance(value, str) else value
        for name, value in words.items()
    }
    with override(language):
        text = _template(template_of(kind)).render(Context(context, autoescape=False)).strip()
    subject, _, body = text.partition("\n")
    return Wording(" ".join(subject.replace(_BREAK, " ").split()), body.replace(_BREAK, "\n").strip())


@lru_cache(maxsize=256)
def _template(name: str) -> Template:
    return engines["django"].engine.get_template(name)  # type: ignore[attr-defined, no-any-return]


def letter_of(parcel: Parcel) -> Letter:
    """Return what leaves the house: the notice itself, or one digest of several."""
    notices = list(parcel.notices.select_related("engagement").order_by("told_at", "pk"))
    person = parcel.person
    wording = (
        _digest(notices, person=person) if len(notices) > 1 else wording_of(notices[0], language=person.language)
    )
    return letter(
        wording,
        key=str(parcel.uuid),
        link="/notices/" if len(notices) > 1 else notices[0].link,
        kinds=tuple(dict.fromkeys(one.kind for one in notices)),
        urgency=Urgency(parcel.urgency),
        language=person.language,
        made_at=parcel.made_at,
        engagement_codes=tuple(sorted({one.engagement.code for one in notices if one.engagement})),
    )


def letter(
    wording: Wording,
    *,
    key: str,
    link: str,
    kinds: tuple[str, ...],
    urgency: Urgency,
    language: str,
    made_at: datetime,
    engagement_codes: tuple[str, ...] = (),
) -> Letter:
    """Return a letter with an absolute link."""
    return Letter(
        key=key,
        subject=wording.subject,
        body=wording.body,
        link=settings.PUBLIC_URL.rstrip("/") + link if link else "",
        kinds=kinds,
        urgency=urgency,
        language=language,
        made_at=made_at,
        engagement_codes=engagement_codes,
    )


def _digest(notices: Sequence[Notice], *, person: Person) -> Wording:
    shown = [wording_of(one, language=person.language).subject for one in notices[-_SHOWN_IN_DIGEST:]]
    words = {"count": len(notices), "subjects": shown, "more": len(notices) - len(shown)}
    return render("notify.digest", words, language=person.language)
