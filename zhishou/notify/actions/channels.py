"""A person's own channels: add, prove by a code, order, try, remove; nobody touches another's."""

import hashlib
import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final, Protocol

from django.db import transaction
from django.db.models import F, Max

from jishi.outbox.door import publish
from jishi.refusals.door import NotThere, Refusal
from zhishou.notify.actions.sending import hand_over
from zhishou.notify.channels.protocol import Receipt
from zhishou.notify.channels.registry import transport
from zhishou.notify.events import ProofAsked, TrialAsked
from zhishou.notify.models import Channel
from zhishou.notify.queries.letters import letter, render
from zhishou.notify.rules import Outcome, Urgency
from zhishou.people.models import Person

MOST_CHANNELS: Final = 10
CODE_LASTS: Final = timedelta(minutes=10)
CODE_AGAIN: Final = timedelta(minutes=1)
MOST_TRIES: Final = 5


class Asking(Protocol):
    """Asks for a message through one of a person's channels."""

    def __call__(self, *, by: Person, uuid: str, at: datetime) -> None: ...


class TooManyChannels(Refusal):
    """You have added ten channels in the last hour or have ten now. Remove one, or wait."""


class UnknownChannelKind(Refusal):
    """This deployment has no such channel."""


class AskedTooSoon(Refusal):
    """A message was asked for less than a minute ago. Wait a little."""


class WrongCode(Refusal):
    """This is not the code, or it is older than ten minutes. After five tries, ask for a new one."""


@transaction.atomic
def add_channel(*, by: Person, kind: str, details: Mapping[str, str], at: datetime) -> Channel:
    """Keep a channel, sealed, and ask for its code; it is not used before the code comes back."""
    way = transport(kind)
    if way is None or not way.is_available():
        raise UnknownChannelKind
    mine = Channel.objects.filter(person=by)
    lately = mine.filter(created_at__gt=at - timedelta(hours=1)).count()
    if max(lately, mine.filter(removed_at__isnull=True).count()) >= MOST_CHANNELS:
        raise TooManyChannels
    last = mine.filter(removed_at__isnull=True, from_account=False).aggregate(Max("rank"))["rank__max"]
    channel = Channel.objects.create(
        person=by,
        kind=kind,
        details=json.dumps(dict(details)),
        shown=way.mask(details)[:120],
        rank=0 if last is None else last + 1,
        created_at=at,
    )
    ask_for_code(by=by, uuid=str(channel.uuid), at=at)
    return channel


@transaction.atomic
def ask_for_code(*, by: Person, uuid: str, at: datetime) -> None:
    """Have a code sent; not more than one a minute."""
    channel = _mine(by, uuid)
    if not _claim_sending(channel, at=at):
        raise AskedTooSoon
    publish(ProofAsked(channel_uuid=str(channel.uuid)), at=at)


@transaction.atomic
def ask_for_trial(*, by: Person, uuid: str, at: datetime) -> None:
    """Have a test message sent; not more than one a minute."""
    channel = _mine(by, uuid)
    if not _claim_sending(channel, at=at):
        raise AskedTooSoon
    publish(TrialAsked(channel_uuid=str(channel.uuid)), at=at)


def _claim_sending(channel: Channel, *, at: datetime) -> bool:
    rows = Channel.objects.filter(pk=channel.pk).exclude(code_sent_at__gt=at - CODE_AGAIN)
    return rows.update(code_sent_at=at) > 0


def send_code(*, uuid: str, at: datetime) -> None:
    """Make a code, keep its digest, and send it; only whoever reads the channel knows it."""
    channel = Channel.objects.filter(uuid=uuid, removed_at__isnull=True, verified_at__isnull=True).first()
    if channel is None:
        return
    code = f"{secrets.randbelow(1_000_000):06d}"
    # Kept before it leaves: a code that arrives must work.
    Channel.objects.filter(pk=channel.pk).update(code_digest=_digest(channel, code), code_sent_at=at, code_tries=0)
    words = {"code": code, "minutes": CODE_LASTS // timedelta(minutes=1), "name": channel.person.name}
    _send(channel, "notify.verify", words, at=at)


def send_trial(*, uuid: str, at: datetime) -> None:
    """Send a test message."""
    channel = Channel.objects.filter(uuid=uuid, removed_at__isnull=True).first()
    if channel is not None:
        _send(channel, "notify.test", {}, at=at)


def _send(channel: Channel, kind: str, words: Mapping[str, object], *, at: datetime) -> None:
    language = channel.person.language
    receipt = hand_over(
        channel,
        letter(
            render(kind, words, language=language),
            key=secrets.token_hex(16),
            link="",
            kinds=(kind,),
            urgency=Urgency.PROMPT,
            language=language,
            made_at=at,
        ),
        at=at,
    )
    Channel.objects.filter(pk=channel.pk).update(last_answer=receipt.answer, **_health(channel, receipt, at=at))


def _health(channel: Channel, receipt: Receipt, *, at: datetime) -> dict[str, datetime | None]:
    if receipt.outcome is Outcome.DELIVERED:
        return {"last_success_at": at, "failing_since": None}
    return {"failing_since": channel.failing_since or at}


def prove_channel(*, by: Person, uuid: str, code: str, at: datetime) -> None:
    """Take the code; the channel is used from now on."""
    channel = _mine(by, uuid)
    tried = Channel.objects.filter(pk=channel.pk, code_tries__lt=MOST_TRIES, code_sent_at__gt=at - CODE_LASTS)
    # Counted first, so that tries at the same time count too.
    if not tried.exclude(code_digest="").update(code_tries=F("code_tries") + 1):
        raise WrongCode
    if not hmac.compare_digest(channel.code_digest, _digest(channel, code.strip())):
        raise WrongCode
    Channel.objects.filter(pk=channel.pk, verified_at__isnull=True).update(verified_at=at, code_digest="")


def _digest(channel: Channel, code: str) -> str:
    return hashlib.sha256(f"{channel.uuid}:{code}".encode()).hexdigest()


@transaction.atomic
def prefer_channel(*, by: Person, uuid: str) -> None:
    """Put a channel first; the others keep their order."""
    channel = _mine(by, uuid)
    others = (
        Channel.objects.filter(person=by, removed_at__isnull=True).exclude(pk=channel.pk).order_by("rank", "pk")
    )
    for rank, pk in enumerate([channel.pk, *others.values_list("pk", flat=True)]):
        Channel.objects.filter(pk=pk).update(rank=rank)


def remove_channel(*, by: Person, uuid: str, at: datetime) -> None:
    """Take a channel away and forget its details; the log of what went through it stays."""
    channel = _mine(by, uuid)
    Channel.objects.filter(pk=channel.pk, removed_at__isnull=True).update(removed_at=at, details="", code_digest="")


def _mine(person: Person, uuid: str) -> Channel:
    channel = Channel.objects.filter(person=person, uuid=uuid, removed_at__isnull=True).first()
    if channel is None:
        raise NotThere
    return channel
