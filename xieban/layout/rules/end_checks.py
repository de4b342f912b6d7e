"""Checks of the end: date, seal, attachments, 版记; and of the fonts of all elements."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from xieban.layout.rules.faces import WISHES, Match, match_of
from xieban.layout.rules.facts import Glyph, Line
from xieban.layout.rules.ladder import Aspect, Finding, Unit, judged, measured
from xieban.layout.rules.reading import DATE, IMPRINT_FIRST, Reading
from xieban.layout.rules.words import Element, Face, Form, Verdict

_UNDER: Final = 3.0  # millimetres that a seal may reach into the line above it


def end_checks(reading: Reading, *, imprint: bool | None) -> Iterator[Finding]:
    yield from _date(reading)
    yield from _seal(reading)
    yield from _attachments(reading)
    yield from _imprint(reading, expected=imprint)


def _date(reading: Reading) -> Iterator[Finding]:
    placed, numbers = reading.date, reading.numbers
    if placed is None:
        return
    line, page = placed.line, placed.page
    match = DATE.match(line.text)
    padded = bool(match and (match[2].startswith("0") or match[3].startswith("0")))
    yield judged(Element.DATE, Aspect.FORM, right=not padded, asked="2026年1月5日", found=line.text, page=page)
    stamped = any(one.bottom <= line.em_top and line.baseline - one.bottom < 3 * numbers.pitch
                  for one in reading.leaves[page - 1].pictures)  # fmt: skip
    if len(reading.seals) <= 1:  # under several seals the date stands where the last one does
        asked = 4 if reading.seal or stamped else 2
        inset = (numbers.left + numbers.width - line.end) / numbers.advance
        yield measured(Element.DATE, Aspect.RIGHT_INSET, asked=asked, found=inset, unit=Unit.CHARS, page=page)
    foot = min(one.top for one in reading.seals) + _UNDER if reading.seals else line.baseline
    texts = [one for one in reading.texts if one.page == page and one.line.baseline < foot]
    yield judged(Element.SIGNATURE, Aspect.ALONE, right=bool(texts), asked="≥ 1", found=str(len(texts)), page=page)


def _seal(reading: Reading) -> Iterator[Finding]:
    if reading.seal is None or reading.date is None:
        return
    numbers, page = reading.numbers, reading.date.page
    upper = min(one.top for one in reading.seals)
    above = [one.line for one in reading.texts if one.page == page and one.line.baseline < upper + _UNDER]
    if above:
        found = upper - above[-1].em_foot
        yield measured(Element.SEAL, Aspect.GAP, asked=0, most=reading.pitch, found=found, page=page)
    left, right = min(one.left for one in reading.seals), max(one.right for one in reading.seals)
    inside = left >= numbers.left - 1 and right <= numbers.left + numbers.width + 1
    yield judged(
        Element.SEAL, Aspect.WIDTH, right=inside, asked=f"{numbers.left:.0f}–{numbers.left + numbers.width:.0f}",
        found=f"{left:.1f}–{right:.1f}", page=page,
    )  # fmt: skip


def _attachments(reading: Reading) -> Iterator[Finding]:
    for placed in reading.attachments:
        yield measured(
            Element.ATTACHMENT, Aspect.LEFT, asked=reading.numbers.left, found=placed.line.origin, page=placed.page
        )
        yield measured(
            Element.ATTACHMENT, Aspect.TOP, asked=reading.numbers.top, found=placed.line.em_top, page=placed.page
        )


def _imprint(reading: Reading, *, expected: bool | None) -> Iterator[Finding]:
    """Check 版记. A letter has no rules; whether there must be one is known only to who made the document."""
    numbers, lines, rules, last = reading.numbers, reading.imprint, reading.imprint_rules, len(reading.leaves)
    if not lines:
        if expected is not False and reading.form is not Form.LETTER:
            yield judged(
                Element.IMPRINT,
                Aspect.PRESENT,
                right=False,
                near=expected is None,
                asked="版记",
                found="—",
                page=last,
            )
        return
    yield measured(
        Element.IMPRINT, Aspect.SIZE, asked=numbers.small, found=lines[0].size, unit=Unit.POINTS, page=last
    )
    if reading.form is Form.LETTER:
        yield judged(Element.IMPRINT, Aspect.RULES, right=not rules, asked="0", found=str(len(rules)), page=last)
        return
    both = any(IMPRINT_FIRST.match(line.text) for line in lines) and lines[-1].text.endswith("印发")
    wanted = 3 if both else 2
    yield judged(
        Element.IMPRINT,
        Aspect.RULES,
        right=len(rules) == wanted,
        asked=str(wanted),
        found=str(len(rules)),
        page=last,
    )
    yield from _rules(reading, wanted)
    copies = [line for line in lines if not line.text.endswith("印发")]
    if copies:
        yield judged(
            Element.COPIES,
            Aspect.ENDING,
            right=copies[-1].text.endswith("。"),
            asked="。",
            found=copies[-1].text[-1],
            page=last,
        )


def _rules(reading: Reading, wanted: int) -> Iterator[Finding]:
    numbers, rules, last = reading.numbers, reading.imprint_rules, len(reading.leaves)
    if not rules:
        return
    worst = max((rule.length for rule in rules), key=lambda length: abs(length - numbers.width))
    yield measured(Element.IMPRINT, Aspect.LENGTH, asked=numbers.width, found=worst, page=last)
    yield measured(Element.IMPRINT, Aspect.FOOT, asked=reading.foot, found=rules[-1].bottom, page=last)
    if len(rules) != wanted:
        return
    for rule in (rules[0], rules[-1]):
        yield measured(Element.IMPRINT, Aspect.THICK_RULE, asked=numbers.thick, found=rule.thickness, page=last)
    for rule in rules[1:-1]:
        yield measured(Element.IMPRINT, Aspect.THIN_RULE, asked=numbers.thin, found=rule.thickness, page=last)


def font_checks(reading: Reading, *, strict: bool) -> Iterator[Finding]:
    """Say for each element that was found which face was asked and which font was used most."""
    levels: dict[Face, list[Glyph]] = {Face.HEI: [], Face.KAI: [], Face.TEXT: []}
    for placed in reading.body:
        text = placed.line.text
        face = Face.HEI if text[1:2] == "、" and text[0] in "一二三四五六七八九十" else Face.TEXT
        face = Face.KAI if text[0] in "（(" and text[1:2] in "一二三四五六七八九十" and text[1:2] else face
        glyphs = list(placed.line.wide)
        stop = text.find("。") if face is Face.KAI else len(text)
        levels[face] += [
            one for one in glyphs if face is not Face.KAI or placed.line.glyphs.index(one) <= max(stop, 0)
        ]
    numbers = [glyph for one in reading.page_numbers for glyph in one.line.glyphs if glyph.char.isdigit()]
    asked: list[tuple[Element, Face, list[Glyph]]] = [
        (Element.MARK, Face.TITLE, _wide(reading.mark)),
        (Element.TITLE, Face.TITLE, _wide(reading.title)),
        *((Element.BODY, face, glyphs) for face, glyphs in levels.items()),
        (Element.ATTACHMENT, Face.HEI, _wide(tuple(one.line for one in reading.attachments))),
        (Element.IMPRINT, Face.TEXT, _wide(reading.imprint)),
        (Element.PAGE_NUMBER, Face.SONG, numbers),
    ]
    for element, face, glyphs in asked:
        if glyphs:
            yield _font(element, face, glyphs, strict=strict)


def _wide(lines: tuple[Line, ...]) -> list[Glyph]:
    return [glyph for line in lines for glyph in line.wide]


def _font(element: Element, face: Face, glyphs: list[Glyph], *, strict: bool) -> Finding:
    used = Counter(font_name(glyph.font) for glyph in glyphs)
    name = used.most_common(1)[0][0]
    match = match_of(face=face, name=name)
    verdict = Verdict.PASS if match is Match.ASKED else Verdict.FAIL if strict else Verdict.WARN
    lent = "".join(f"，{other} × {count}" for other, count in used.most_common()[1:])
    return Finding(
        element=element, aspect=Aspect.FONT, verdict=verdict, asked=WISHES[face].called, measured=name + lent
    )


def font_name(name: str) -> str:
    """Return a font's name without the tag of its subset."""
    head, plus, rest = name.partition("+")
    return rest if plus and len(head) == 6 and head.isupper() else name  # noqa: PLR2004 - ABCDEF+Name
