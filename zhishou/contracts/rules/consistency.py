"""What a pack must also be, beyond each key by itself: what no schema can say."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from jishi.calendars.door import WEEKDAYS, Basis, Duration, WrongCalendar, weekdays
from jishi.sentences.door import Sentence
from jishi.sentences.door import gettext_noop as _
from zhishou.contracts.rules.declared import Finding
from zhishou.contracts.rules.pack import Cap, Ladder, LevelTerms, Pack, Target
from zhishou.contracts.rules.positions import Path
from zhishou.contracts.rules.words import MATRIX, Commitment, Level, StartEvent

SAME_PARTY: Final = _("the same as the client's; expected two different parties")
ELAPSED: Final = _("expected an elapsed time longer than nothing, such as “%(such)s”")
_A_DAY: Final = timedelta(days=1)
NOT_LISTED: Final = _("%(one)s is not in %(table)s; expected one of: %(known)s")


def levels_of(pack: Pack) -> dict[Level, LevelTerms]:
    """Return the levels by their number."""
    return {Level.FATAL: pack.levels.fatal, Level.SEVERE: pack.levels.severe, Level.ORDINARY: pack.levels.ordinary}


def ladders_of(pack: Pack) -> dict[Level, Ladder]:
    """Return the ladders by the level's number."""
    return {
        Level.FATAL: pack.ladders.fatal,
        Level.SEVERE: pack.ladders.severe,
        Level.ORDINARY: pack.ladders.ordinary,
    }


def target_of(terms: LevelTerms, commitment: Commitment) -> Target:
    """Return one cell of the matrix."""
    cells = {
        Commitment.PHONE: terms.phone,
        Commitment.REMOTE: terms.remote,
        Commitment.ONSITE: terms.onsite,
        Commitment.RECOVERY: terms.recovery,
    }
    return cells[commitment]


def inconsistencies(pack: Pack) -> Iterator[Finding]:
    """Yield everything that contradicts itself, with the path of the key to look at.

    Of a pack that lacks a part (since that part is wrong by itself) only the rest is looked at.
    """
    for check in (_parties, _term, _money, _matrix, _tolerance, _confirmation, _caps, _quotas, _ladders, _calendar):
        with suppress(AttributeError):
            yield from check(pack)


def remarks(pack: Pack) -> Iterator[Sentence]:
    """Yield what is allowed and yet often a slip of the pen."""
    for payment in pack.payments:
        if payment.before > pack.term.ends + _A_DAY:
            yield Sentence.of(
                _("Mind: the payment “%(name)s” is due before %(before)s, and the term ends on %(ends)s already."),
                name=payment.name,
                before=str(payment.before),
                ends=str(pack.term.ends),
            )


def _parties(pack: Pack) -> Iterator[Finding]:
    if pack.client.code == pack.vendor.code:
        yield ("vendor", "code"), Sentence.of(SAME_PARTY)
    if pack.client.credit_code == pack.vendor.credit_code:
        yield ("vendor", "credit_code"), Sentence.of(SAME_PARTY)


def _term(pack: Pack) -> Iterator[Finding]:
    if pack.term.ends < pack.term.starts:
        yield (
            ("term", "ends"),
            Sentence.of(
                _("%(ends)s lies before the start; expected %(starts)s or later"),
                ends=str(pack.term.ends),
                starts=str(pack.term.starts),
            ),
        )
    if len(set(pack.tiers)) != len(pack.tiers):
        yield ("tiers",), Sentence.of(_("a tier is named twice; expected each once, lowest first"))


def _money(pack: Pack) -> Iterator[Finding]:
    total = sum(payment.amount_fen for payment in pack.payments)
    if total != pack.fee.amount_fen:
        yield (
            ("fee", "amount_fen"),
            Sentence.of(
                _("the payments add up to %(total)s fen; expected the fee of %(fee)s fen"),
                total=total,
                fee=pack.fee.amount_fen,
            ),
        )


def _matrix(pack: Pack) -> Iterator[Finding]:
    for level, terms in levels_of(pack).items():
        for commitment in MATRIX:
            target = target_of(terms, commitment)
            here: Path = ("levels", str(level.value), commitment.value)
            yield from _warnings(target.within, target.warn_before, here)
            if level is Level.FATAL and target.pauses:
                yield (*here, "pauses"), Sentence.of(_("level 1 never pauses; expected no pauses here"))
            if target.extendable and commitment is not Commitment.RECOVERY:
                yield (*here, "extendable"), Sentence.of(_("only recovery can be extended; expected false"))
            if commitment is not Commitment.ONSITE and target.starts is not StartEvent.RECEIPT:
                yield (
                    (*here, "starts"),
                    Sentence.of(_("only on-site counts from the decision to go; expected “receipt”")),
                )
        if level is Level.FATAL and terms.onsite.starts is not StartEvent.RECEIPT:
            yield (
                ("levels", "1", "onsite", "starts"),
                Sentence.of(_("level 1 goes out on receipt; expected “receipt”")),
            )


def _tolerance(pack: Pack) -> Iterator[Finding]:
    tolerance = pack.at_once.tolerance
    if tolerance.basis is not Basis.ELAPSED or tolerance.is_at_once:
        yield ("at_once", "tolerance"), Sentence.of(ELAPSED, such=Sentence(_("1 min")))


def _confirmation(pack: Pack) -> Iterator[Finding]:
    within = pack.confirmation.within
    if within.basis is not Basis.ELAPSED or within.is_at_once:
        yield ("confirmation", "within"), Sentence.of(ELAPSED, such=Sentence(_("3 days")))
        return
    for index, one in enumerate(pack.confirmation.remind_after):
        if one.basis is not Basis.ELAPSED or one.is_at_once or one.length >= within.length:
            place: Path = ("confirmation", "remind_after", index)
            yield place, Sentence.of(_("expected an elapsed time shorter than the whole, such as “1 day”"))


def _caps(pack: Pack) -> Iterator[Finding]:
    caps: dict[str, Cap] = {"response": pack.caps.response, "repair": pack.caps.repair}
    for name, cap in caps.items():
        if cap.within.basis is not Basis.ELAPSED or cap.within.is_at_once:
            yield (
                ("caps", name, "within"),
                Sentence.of(_("a cap runs round the clock; expected an elapsed time, such as “4 hours”")),
            )
        yield from _warnings(cap.within, cap.warn_before, ("caps", name))


def _warnings(within: Duration, warnings: list[Duration], here: Path) -> Iterator[Finding]:
    for index, warning in enumerate(warnings):
        place: Path = (*here, "warn_before", index)
        if warning.basis is not Basis.ELAPSED or warning.is_at_once:
            yield (
                place,
                Sentence.of(
                    _("“%(warning)s” cannot be counted back; expected an elapsed time, such as “10 min”"),
                    warning=warning.quoted,
                ),
            )
        elif within.basis in {Basis.ELAPSED, Basis.WORKING} and warning.length >= within.length:
            yield (
                place,
                Sentence.of(
                    _("“%(warning)s” would warn before the clock starts; expected less than “%(within)s”"),
                    warning=warning.quoted,
                    within=within.quoted,
                ),
            )


def _quotas(pack: Pack) -> Iterator[Finding]:
    counts = Counter(one.key for one in pack.entitlements)
    for index, one in enumerate(pack.entitlements):
        if counts[one.key] > 1:
            yield (
                ("entitlements", index, "key"),
                Sentence.of(_("“%(key)s” is used twice; expected a key of its own"), key=one.key),
            )
        if one.service not in pack.services:
            yield (
                ("entitlements", index, "service"),
                Sentence.of(NOT_LISTED, one=one.service, table="[services]", known=tuple(pack.services)),
            )
        if one.mode not in pack.modes:
            yield (
                ("entitlements", index, "mode"),
                Sentence.of(NOT_LISTED, one=one.mode, table="[modes]", known=tuple(pack.modes)),
            )


def _ladders(pack: Pack) -> Iterator[Finding]:
    for level, ladder in ladders_of(pack).items():
        here: Path = ("ladders", str(level.value), "steps")
        for index, step in enumerate(ladder.steps):
            if step.wait.basis is not Basis.ELAPSED or step.wait.is_at_once:
                yield (*here, index, "wait"), Sentence.of(ELAPSED, such=Sentence(_("3 min")))
            if len(set(step.tiers)) != len(step.tiers):
                yield (*here, index, "tiers"), Sentence.of(_("a tier is named twice; expected each once"))
        if level is Level.FATAL and len(set(ladder.steps[0].tiers)) < 2:  # noqa: PLR2004 - the scheme's two
            yield (*here, 0, "tiers"), Sentence.of(_("level 1 calls two tiers at once; expected at least two"))


def _calendar(pack: Pack) -> Iterator[Finding]:
    terms = pack.calendar
    try:
        ZoneInfo(terms.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield (
            ("calendar", "zone"),
            Sentence.of(_("“%(zone)s” is no time zone: write an IANA name such as Asia/Shanghai"), zone=terms.zone),
        )
    opens = False
    for name in WEEKDAYS:
        windows = getattr(terms.weekly, name)
        opens = opens or bool(windows)
        try:
            weekdays(windows)
        except WrongCalendar as error:
            yield ("calendar", "weekly", name), error.sentence
    if not opens:
        yield ("calendar", "weekly"), Sentence.of(_("no weekday is open; expected windows on at least one"))
    counts = Counter(override.date for override in terms.overrides)
    for index, override in enumerate(terms.overrides):
        if counts[override.date] > 1:
            yield (
                ("calendar", "overrides", index, "date"),
                Sentence.of(_("%(day)s is overridden twice; expected once"), day=str(override.date)),
            )
        try:
            weekdays(override.windows)
        except WrongCalendar as error:
            yield ("calendar", "overrides", index, "windows"), error.sentence
