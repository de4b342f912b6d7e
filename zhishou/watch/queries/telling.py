"""What an alert says to people, in the language of the deployment."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext

from zhishou.contracts.rules import Level, ServiceCode, say
from zhishou.systems.queries import advice_of, look_of, say_words
from zhishou.systems.rules.figures import limited, measured
from zhishou.systems.rules.thresholds import Threshold
from zhishou.systems.rules.words import Unit
from zhishou.watch.models import Alert, Signal
from zhishou.watch.queries.alerts import rules_of
from zhishou.watch.rules.levels import answer
from zhishou.watch.rules.words import Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """An alert in words."""

    fingerprint: str
    """Names what is watched: the same probe is the same alert, however often it fires."""
    title: str
    words: str
    level: Level
    service: ServiceCode
    link: str


def telling(alert: Alert) -> Telling:
    """Return what is said of an alert when it is told: what, since when, by which figure, and what to do."""
    told = answer(
        rules_of(alert.system),
        standing=Verdict(alert.standing if alert.closed_at is None else alert.opened_by.after),
        component=alert.component.code,
    )
    with translation.override(settings.LANGUAGE_CODE):
        return Telling(
            fingerprint=f"watch:{alert.probe.uuid}",
            title=_title(alert, told.title)[:200],
            words=_words(alert),
            level=Level(alert.level) if alert.level else Level.ORDINARY,
            service=told.service,
            link=link_of(alert),
        )


def clearing(alert: Alert, *, sample: str, at: datetime) -> str:
    """Return what is said when all that broke together is over: by which sample, and when."""
    with translation.override(settings.LANGUAGE_CODE):
        return gettext("%(what)s is normal again since %(when)s, by sample %(sample)s.") % {
            "what": f"{alert.component.name} · {alert.probe.name}",
            "when": local(at),
            "sample": sample,
        }


def link_of(alert: Alert) -> str:
    """Return the path of the page about an alert."""
    return f"/c/{alert.system.contract.engagement.code}/watch/alerts/{alert.uuid}/"


def local(moment: datetime) -> str:
    """Return a moment as the deployment's people read it."""
    return f"{moment.astimezone(ZoneInfo(settings.TIME_ZONE)):%Y-%m-%d %H:%M:%S}"


def _title(alert: Alert, own: str) -> str:
    if own:
        return f"{alert.system.name}：{own}"
    gives_no_answer = alert.opened_by.value is None
    words = {
        Verdict.CRITICAL: gettext("%(system)s: %(component)s does not work (%(probe)s)")
        if gives_no_answer
        else gettext("%(system)s: %(component)s is in grave trouble (%(probe)s)"),
        Verdict.WARNING: gettext("%(system)s: %(component)s is not as it should be (%(probe)s)"),
    }.get(Verdict(alert.opened_by.after), gettext("%(system)s: nothing is known of %(component)s (%(probe)s)"))
    return words % {"system": alert.system.name, "component": alert.component.name, "probe": alert.probe.name}


def _words(alert: Alert) -> str:
    look, signal = look_of(alert.probe), alert.opened_by
    lines = [
        say_words(signal.words, signal.facts),
        _observed(signal, look.unit),
        _limit(signal, look.warn, look.critical, look.unit),
        gettext("Since: %(when)s") % {"when": local(alert.opened_at)},
        gettext("Check: %(check)s, every %(every)s s") % {"check": alert.probe.check_id, "every": look.spec.every},
    ]
    advice = say(advice_of(look.spec), settings.LANGUAGE_CODE)
    if advice:
        lines.append(gettext("What to do: %(advice)s") % {"advice": advice})
    return "\n".join(line for line in lines if line)


def _observed(signal: Signal, unit: str) -> str:
    if signal.value is None:
        return ""
    seen = measured(signal.value, Unit(unit), language=settings.LANGUAGE_CODE)
    return gettext("Observed: %(value)s") % {"value": seen}


def _limit(signal: Signal, warn: Threshold | None, critical: Threshold | None, unit: str) -> str:
    limit = critical if Verdict(signal.after) is Verdict.CRITICAL else warn
    if limit is None or signal.value is None:
        return ""
    written = limited(limit, Unit(unit), language=settings.LANGUAGE_CODE)
    return gettext("Limit: %(limit)s") % {"limit": written}
