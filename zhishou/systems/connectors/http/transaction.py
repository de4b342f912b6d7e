"""Several steps, one after another, as a user takes them: each must come out right."""

import json
import re
import time
from collections.abc import Mapping
from datetime import datetime
from html import unescape

from django.utils.translation import gettext_noop as _

from zhishou.systems.connectors.http.client import MOST_HOPS, Client, Page
from zhishou.systems.connectors.reaching import NotReachedError, searched
from zhishou.systems.rules.observing import Ask, Fact, Observation, Outcome, facts
from zhishou.systems.rules.steps import PLACEHOLDER, Step


async def transact(client: Client, ask: Ask, _at: datetime) -> Observation:
    """Take every step, and measure the whole; the first that goes wrong is named and ends it.

    What is always to be done is done even then, e.g. to sign out, where there is what it needs; users wait for
    none of it, so that its time is no part of the whole.
    """
    kept: dict[str, str] = {}
    seen: list[Fact] = []
    whole, goes_on, stopped = 0.0, True, None
    for number, step in enumerate(ask.steps, start=1):
        if not (goes_on or (step.always and _can(step, kept))):
            continue
        begun = time.monotonic()
        try:
            page = await _take(client, ask, step, kept)
            wrong = _wrong(page, step)
            if wrong is None and not _keep(page, step, kept):
                goes_on = False  # there is nothing there to go on with, which the profile says is right too
                continue
        except NotReachedError as ended:
            wrong = ended.observation
        took = time.monotonic() - begun
        whole += 0 if step.always else took
        seen.append(Fact(name=f"step_{number}", value=round(took, 4)))
        if wrong is not None:
            goes_on, stopped = False, stopped or _stopped(wrong, step, number, seen)
    return stopped or Observation(
        outcome=Outcome.MEASURED,
        value=whole,
        unit="s",
        words=_("All %(steps)s steps were taken."),
        facts=(*facts(steps=len(seen)), *seen),
    )


def _can(step: Step, kept: Mapping[str, str]) -> bool:
    """Say whether the steps before came far enough for this one: nobody signs out who never signed in."""
    return all(name in kept for kind, name in step.placeholders() if kind == "kept")


async def _take(client: Client, ask: Ask, step: Step, kept: Mapping[str, str]) -> Page:
    def filled(text: str, *, as_json: bool = False) -> str:
        def one(found: re.Match[str]) -> str:
            value = (ask.secrets if found[1] == "secret" else kept).get(found[2])
            if value is None:
                raise NotReachedError(Outcome.UNKNOWN, _("The secret “%(name)s” has not been set."), name=found[2])
            return json.dumps(value)[1:-1] if as_json else value

        return PLACEHOLDER.sub(one, text)

    path = filled(step.path)
    url = path if path.startswith(("http://", "https://")) else f"{ask.address.rstrip('/')}/{path.lstrip('/')}"
    follows = not any(300 <= status < 400 for status in step.expect)  # noqa: PLR2004 - redirects
    return await client.ask(
        step.method,
        url,
        hops=MOST_HOPS if follows else 0,
        form={name: filled(value) for name, value in step.form.items()},
        body=filled(step.json_body, as_json=True),
        headers={"Referer": url, **{name: filled(value) for name, value in step.headers.items()}},
    )


def _wrong(page: Page, step: Step) -> Observation | None:
    if page.status not in step.expect:
        words = _("It answered with status %(status)s, not %(wanted)s.")
        return Observation(
            outcome=Outcome.FAILED,
            words=words,
            facts=facts(status=page.status, wanted=", ".join(map(str, step.expect))),
        )
    if step.contains and step.contains not in page.text:
        words = _("The text “%(text)s” is not on the page.")
        return Observation(outcome=Outcome.FAILED, words=words, facts=facts(text=step.contains))
    if step.lacks and step.lacks in page.text:
        words = _("The text “%(text)s” is on the page.")
        return Observation(outcome=Outcome.FAILED, words=words, facts=facts(text=step.lacks))
    return None


def _keep(page: Page, step: Step, kept: dict[str, str]) -> bool:
    """Keep what the steps after need; say whether it was there."""
    for name, pattern in step.keep.items():
        found = searched(pattern).search(page.text[:500_000])
        if found is None:
            if step.may_lack:
                return False
            raise NotReachedError(Outcome.FAILED, _("The page lacks what is called “%(name)s”."), name=name)
        kept[name] = unescape(found[1])
    return True


def _stopped(wrong: Observation, step: Step, number: int, seen: list[Fact]) -> Observation:
    words = {
        _("It answered with status %(status)s, not %(wanted)s."): _(
            "Step “%(step)s”: it answered with status %(status)s, not %(wanted)s."
        ),
        _("The text “%(text)s” is not on the page."): _("Step “%(step)s”: the text “%(text)s” is not on the page."),
        _("The text “%(text)s” is on the page."): _("Step “%(step)s”: the text “%(text)s” is on the page."),
    }.get(wrong.words, wrong.words)
    return Observation(
        outcome=wrong.outcome,
        words=words,
        facts=(*wrong.facts, *facts(step=step.name, step_number=number), *seen),
    )
