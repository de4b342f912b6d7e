"""What a profile must also be, beyond each key by itself: what no schema can say."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Final

from jishi.sentences.door import Sentence
from jishi.sentences.door import gettext_noop as _
from zhishou.contracts.rules.complaints import shown
from zhishou.contracts.rules.declared import Finding, near
from zhishou.systems.rules.catalogue import CHECKS, Check
from zhishou.systems.rules.profile import ConnectorSpec, ProbeSpec, Profile

NO_COMPONENT: Final = _("there is no component “%(code)s”")
NO_MODULE: Final = _("there is no module “%(code)s”")
NO_CONNECTOR: Final = _("there is no connector “%(code)s”")
NEEDS_ITSELF: Final = _("“%(code)s” needs itself, by way of others")
STEPS: Final = _("expected the steps of the transaction")
NO_STEPS: Final = _("%(check)s takes no steps")
NO_PATTERN: Final = _("expected a regular expression (of RE2: no look-around) with one group in brackets")


def inconsistencies(profile: Profile) -> Iterator[Finding]:
    """Yield everything that contradicts itself, with the path of the key to look at."""
    for rule in (_codes, _components, _modules, _probes, _rules, _items):
        with suppress(AttributeError):  # a part that is wrong by itself is told already
            yield from rule(profile)


def _codes(profile: Profile) -> Iterator[Finding]:
    for name in ("components", "modules", "connectors", "probes", "user_items"):
        seen: set[str] = set()
        for number, one in enumerate(getattr(profile, name, ())):
            if one.code in seen:
                yield (
                    (name, number, "code"),
                    Sentence.of(_("“%(code)s” stands here twice; expected a code of its own"), code=one.code),
                )
            seen.add(one.code)


def _unknown(codes: Iterable[str], known: set[str], *, no: str) -> Iterator[tuple[int, Sentence]]:
    for number, code in enumerate(codes):
        if code not in known:
            yield number, near(Sentence.of(no, code=code), code, sorted(known))


def _components(profile: Profile) -> Iterator[Finding]:
    known = {one.code for one in profile.components}
    needs = {one.code: [code for code in one.needs if code in known] for one in profile.components}
    for number, one in enumerate(profile.components):
        for place, words in _unknown(one.needs, known, no=NO_COMPONENT):
            yield ("components", number, "needs", place), words
        if one.code in _needed_by(one.code, needs):
            yield ("components", number, "needs"), Sentence.of(NEEDS_ITSELF, code=one.code)


def _modules(profile: Profile) -> Iterator[Finding]:
    parts = {one.code for one in profile.components}
    known = {one.code for one in profile.modules}
    needs = {one.code: [code for code in one.needs if code in known] for one in profile.modules}
    for number, one in enumerate(profile.modules):
        for place, words in _unknown(one.components, parts, no=NO_COMPONENT):
            yield ("modules", number, "components", place), words
        for place, words in _unknown(one.needs, known, no=NO_MODULE):
            yield ("modules", number, "needs", place), words
        if one.code in _needed_by(one.code, needs):
            yield ("modules", number, "needs"), Sentence.of(NEEDS_ITSELF, code=one.code)


def _needed_by(code: str, needs: Mapping[str, list[str]]) -> set[str]:
    found: set[str] = set()
    waiting = list(needs.get(code, ()))
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting += needs.get(one, ())
    return found


def _probes(profile: Profile) -> Iterator[Finding]:
    connectors = {one.code: one for one in profile.connectors}
    components = {one.code for one in profile.components}
    modules = {one.code for one in getattr(profile, "modules", ())}
    for number, probe in enumerate(profile.probes):
        here = ("probes", number)
        for _place, words in _unknown([probe.component], components, no=NO_COMPONENT):
            yield (*here, "component"), words
        for _place, words in _unknown([probe.module] if probe.module else [], modules, no=NO_MODULE):
            yield (*here, "module"), words
        for _place, words in _unknown([probe.connector], set(connectors), no=NO_CONNECTOR):
            yield (*here, "connector"), words
        check = CHECKS.get(probe.check)
        if check is None:
            yield (
                (*here, "check"),
                near(Sentence.of(_("there is no check “%(code)s”"), code=probe.check), probe.check, sorted(CHECKS)),
            )
            continue
        connector = connectors.get(probe.connector)
        yield from (((*here, *path), words) for path, words in _one(probe, check, connector))


def _one(probe: ProbeSpec, check: Check, connector: ConnectorSpec | None) -> Iterator[Finding]:
    if connector and connector.kind not in check.kinds:
        words = Sentence.of(
            _("%(check)s is not for the connector kind “%(kind)s”; expected: %(kinds)s"),
            check=check.id,
            kind=connector.kind.value,
            kinds=tuple(sorted(check.kinds)),
        )
        yield ("check",), words
    yield from _options(probe, check, connector)
    yield from _steps(probe, check, connector)
    warn, critical = probe.warn or check.warn, probe.critical or check.critical
    if warn and critical and not warn.is_milder_than(critical):
        key = "warn" if probe.warn else "critical"
        yield (
            (key,),
            Sentence.of(
                _("the warning limit (%(warn)s) must be reached before the critical one (%(critical)s)"),
                warn=str(warn),
                critical=str(critical),
            ),
        )
    if probe.timeout >= max(probe.every, 5) * 4:
        yield (
            ("timeout",),
            Sentence.of(
                _("%(timeout)s s is far longer than the interval of %(every)s s"),
                timeout=probe.timeout,
                every=probe.every,
            ),
        )


def _options(probe: ProbeSpec, check: Check, connector: ConnectorSpec | None) -> Iterator[Finding]:
    common = set(connector.options) if connector else set()
    for name, value in probe.options.items():
        known = check.option(name)
        if known is None:
            yield ("options", name), near(Sentence.of(_("unknown key")), name, [one.name for one in check.options])
        elif not known.takes(value):
            yield (
                ("options", name),
                Sentence.of(
                    _("%(input)s is not what is expected: %(wanted)s"),
                    input=shown(value),
                    wanted=Sentence.of(known.means),
                ),
            )
    for option in check.options:
        if option.needed and option.name not in probe.options and option.name not in common:
            yield (
                ("options",),
                Sentence.of(
                    _("“%(name)s” is missing; expected: %(wanted)s"),
                    name=option.name,
                    wanted=Sentence.of(option.means),
                ),
            )


def _steps(probe: ProbeSpec, check: Check, connector: ConnectorSpec | None) -> Iterator[Finding]:
    if bool(probe.steps) != check.steps:
        words = Sentence.of(STEPS if check.steps else NO_STEPS, check=check.id)
        yield ("steps",), words
    secrets = set(connector.secrets) if connector else set()
    kept: set[str] = set()
    for number, step in enumerate(probe.steps):
        for name in step.wrong_patterns():
            words = Sentence.of(NO_PATTERN)
            yield ("steps", number, "keep", name), words
        for kind, name in step.placeholders():
            if kind == "secret" and connector and name not in secrets:
                yield (
                    ("steps", number),
                    near(
                        Sentence.of(_("the connector has no secret “%(name)s”"), name=name), name, sorted(secrets)
                    ),
                )
            if kind == "kept" and name not in kept:
                yield (
                    ("steps", number),
                    near(Sentence.of(_("no earlier step keeps “%(name)s”"), name=name), name, sorted(kept)),
                )
        kept |= set(step.keep)


def _rules(profile: Profile) -> Iterator[Finding]:
    known = {one.code for one in profile.components}
    for table in ("alert_rules", "windows"):
        for number, rule in enumerate(getattr(profile, table, ())):
            for place, words in _unknown(rule.components, known, no=NO_COMPONENT):
                yield (table, number, "components", place), words


def _items(profile: Profile) -> Iterator[Finding]:
    modules = {one.code for one in getattr(profile, "modules", ())}
    for number, item in enumerate(getattr(profile, "user_items", ())):
        for _place, words in _unknown([item.module] if item.module else [], modules, no=NO_MODULE):
            yield ("user_items", number, "module"), words
        least, most = item.normal_from, item.normal_to
        if least is not None and most is not None and least > most:
            yield (
                ("user_items", number, "normal_to"),
                Sentence.of(_("%(most)s lies below %(least)s"), most=f"{most:g}", least=f"{least:g}"),
            )
