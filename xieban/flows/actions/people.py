"""What the people of a flow do; every verb says who, on which seat, and with which words."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from xieban.directory.models import Person
from xieban.directory.queries import persons_by_id
from xieban.flows.actions.refusals import NoSuchPerson
from xieban.flows.actions.stepping import Known, Said, take
from xieban.flows.actions.words import reason, said
from xieban.flows.models import Instance
from xieban.flows.queries.instances import get_seat, seat_seen
from xieban.flows.queries.people import actor_of
from xieban.flows.rules import acts, managing, news, signers
from xieban.flows.rules.draft import Draft
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.signers import Place
from xieban.flows.rules.state import Actor
from xieban.flows.rules.words import Decision, OpinionKind


def complete(
    *,
    seat_uuid: str,
    decision: Decision,
    words: str = "",
    values: Mapping[str, Value],
    by: Person,
    at: datetime,
    known: Known | None = None,
) -> Instance:
    """Do a piece of work, with a decision, an opinion, and what was filled in."""
    if known is None:
        seat, actor = get_seat(by, uuid=seat_uuid, at=at)
        number, instance = seat.number, seat.instance_id
    else:
        number, actor, instance = seat_seen(known.seen, uuid=seat_uuid), known.seen.actor, known.instance.pk

    def act(draft: Draft) -> None:
        acts.complete(draft, seat=number, actor=actor, decision=decision, values=values)

    opinion = Said(kind=OpinionKind.DECISION, words=said(words), decision=decision, seat=number)
    return take(instance_id=instance, act=act, by=by, at=at, said=opinion, known=known)


def claim(*, seat_uuid: str, by: Person, at: datetime) -> Instance:
    """Take a piece of work in hand that several could do."""
    seat, actor = get_seat(by, uuid=seat_uuid, at=at)

    def act(draft: Draft) -> None:
        acts.claim(draft, seat=seat.number, actor=actor)

    return take(instance_id=seat.instance_id, act=act, by=by, at=at)


def release(*, seat_uuid: str, by: Person, at: datetime) -> Instance:
    """Give a piece of work back to everybody who could do it."""
    seat, actor = get_seat(by, uuid=seat_uuid, at=at)

    def act(draft: Draft) -> None:
        acts.release(draft, seat=seat.number, actor=actor)

    return take(instance_id=seat.instance_id, act=act, by=by, at=at)


def give_back(*, seat_uuid: str, to: int, straight: bool, words: str, by: Person, at: datetime) -> Instance:
    """Return to the stay numbered `to`, always with a reason; straight: it comes right back here."""
    seat, actor = get_seat(by, uuid=seat_uuid, at=at)

    def act(draft: Draft) -> None:
        acts.give_back(draft, seat=seat.number, actor=actor, to=to, straight=straight)

    opinion = Said(kind=OpinionKind.RETURN, words=reason(words), seat=seat.number)
    return take(instance_id=seat.instance_id, act=act, by=by, at=at, said=opinion)


def withdraw(*, seat_uuid: str, words: str = "", by: Person, at: datetime) -> Instance:
    """Take back what one did, as long as nobody has acted on it."""
    seat, actor = get_seat(by, uuid=seat_uuid, at=at)

    def act(draft: Draft) -> None:
        acts.withdraw(draft, seat=seat.number, actor=actor)

    opinion = Said(kind=OpinionKind.WITHDRAW, words=said(words), seat=seat.number)
    return take(instance_id=seat.instance_id, act=act, by=by, at=at, said=opinion)


def transfer(*, seat_uuid: str, to: Person, words: str = "", by: Person, at: datetime) -> Instance:
    """Give a piece of work away for good."""
    seat, actor = get_seat(by, uuid=seat_uuid, at=at)
    (person,) = _present([to.pk])

    def act(draft: Draft) -> None:
        signers.transfer(draft, seat=seat.number, actor=actor, to=person)

    opinion = Said(kind=OpinionKind.TRANSFER, words=said(words), seat=seat.number)
    return take(instance_id=seat.instance_id, act=act, by=by, at=at, said=opinion)


def delegate(*, seat_uuid: str, to: Person, words: str = "", by: Person, at: datetime) -> Instance:
    """Ask somebody to prepare a piece of work; it comes back."""
    seat, actor = get_seat(by, uuid=seat_uuid, at=at)
    (person,) = _present([to.pk])

    def act(draft: Draft) -> None:
        signers.delegate(draft, seat=seat.number, actor=actor, to=person)

    opinion = Said(kind=OpinionKind.DELEGATE, words=said(words), seat=seat.number)
    return take(instance_id=seat.instance_id, act=act, by=by, at=at, said=opinion)


def add_signers(
    *, seat_uuid: str, people: Sequence[int], place: Place, words: str = "", by: Person, at: datetime
) -> Instance:
    """Let further people sign before, beside or after oneself."""
    seat, actor = get_seat(by, uuid=seat_uuid, at=at)
    present = _present(people)

    def act(draft: Draft) -> None:
        token = draft.seats[seat.number].token
        signers.add_signers(draft, token=token, seat=seat.number, actor=actor, people=present, place=place)

    opinion = Said(kind=OpinionKind.ADD_SIGNER, words=said(words), seat=seat.number)
    return take(instance_id=seat.instance_id, act=act, by=by, at=at, said=opinion)


def remove_signer(*, seat_uuid: str, words: str, by: Person, at: datetime) -> Instance:
    """Take a signer away who has not acted, with a reason."""
    seat, actor = get_seat(by, uuid=seat_uuid, at=at)

    def act(draft: Draft) -> None:
        signers.remove_signer(draft, seat=seat.number, actor=actor)

    opinion = Said(kind=OpinionKind.REMOVE_SIGNER, words=reason(words), seat=seat.number)
    return take(instance_id=seat.instance_id, act=act, by=by, at=at, said=opinion)


def circulate(*, seat_uuid: str, people: Sequence[int], by: Person, at: datetime) -> Instance:
    """Give people a copy to read; nothing waits for them."""
    seat, actor = get_seat(by, uuid=seat_uuid, at=at)
    present = _present(people)

    def act(draft: Draft) -> None:
        news.circulate(draft, seat=seat.number, actor=actor, people=present)

    return take(instance_id=seat.instance_id, act=act, by=by, at=at)


def mark_read(*, instance: Instance, reading: int, words: str = "", by: Person, at: datetime) -> Instance:
    """Note that one has read one's copy, with words if one has any."""
    actor = Actor(person=by.pk)

    def act(draft: Draft) -> None:
        news.read(draft, reading=reading, actor=actor)

    opinion = Said(kind=OpinionKind.READ, words=said(words)) if words.strip() else None
    return take(instance_id=instance.pk, act=act, by=by, at=at, said=opinion)


def press(*, instance: Instance, words: str = "", by: Person, at: datetime) -> Instance:
    """Ask those who have the work for speed."""
    actor = actor_of(by, flow=instance.version.flow.key, at=at)

    def act(draft: Draft) -> None:
        news.press(draft, actor=actor)

    opinion = Said(kind=OpinionKind.PRESS, words=said(words))
    return take(instance_id=instance.pk, act=act, by=by, at=at, said=opinion)


def cancel(*, instance: Instance, words: str, by: Person, at: datetime) -> Instance:
    """Call off what one has started, with a reason, while every open node allows it."""
    actor = Actor(person=by.pk)

    def act(draft: Draft) -> None:
        managing.cancel(draft, actor=actor)

    opinion = Said(kind=OpinionKind.WITHDRAW, words=reason(words))
    return take(instance_id=instance.pk, act=act, by=by, at=at, said=opinion)


def _present(people: Sequence[int]) -> list[int]:
    """Return the people, each once; refuse whoever is not here any more."""
    wanted = list(dict.fromkeys(people))
    known = persons_by_id(wanted)
    if not wanted or any(person not in known or not known[person].is_active for person in wanted):
        raise NoSuchPerson
    return wanted
