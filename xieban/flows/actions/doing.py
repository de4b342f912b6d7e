"""Doing what a form asked for, whichever verb it is."""

from collections.abc import Callable
from datetime import datetime

from xieban.directory.models import Person
from xieban.directory.queries import persons_by_id
from xieban.flows.actions import managing, people
from xieban.flows.models import Instance
from xieban.flows.queries.acting import Asked
from xieban.flows.queries.pages import completer_of, doer_of
from xieban.flows.rules.words import Verb


def do(*, instance: Instance, asked: Asked, by: Person, at: datetime) -> None:
    """Do what was asked; where an area hangs rules of its own on it, by its action."""
    doer = doer_of(instance.version.flow.key)
    if doer is None:
        do_plainly(instance=instance, asked=asked, by=by, at=at)
    else:
        doer(instance=instance, asked=asked, by=by, at=at)


def do_plainly(*, instance: Instance, asked: Asked, by: Person, at: datetime) -> None:
    """Do what was asked of the flow, and nothing else."""
    _DO[asked.deed.verb](instance, asked, by, at)


Doing = Callable[[Instance, Asked, Person, datetime], object]


def _complete(instance: Instance, asked: Asked, by: Person, at: datetime) -> None:
    complete = completer_of(instance.version.flow.key) or people.complete
    complete(seat_uuid=asked.seat, decision=asked.decision, words=asked.words, values=asked.values, by=by, at=at)


def _claim(_: Instance, asked: Asked, by: Person, at: datetime) -> None:
    people.claim(seat_uuid=asked.seat, by=by, at=at)


def _release(_: Instance, asked: Asked, by: Person, at: datetime) -> None:
    people.release(seat_uuid=asked.seat, by=by, at=at)


def _give_back(_: Instance, asked: Asked, by: Person, at: datetime) -> None:
    people.give_back(
        seat_uuid=asked.seat, to=int(asked.target), straight=asked.straight, words=asked.words, by=by, at=at
    )


def _withdraw(_: Instance, asked: Asked, by: Person, at: datetime) -> None:
    people.withdraw(seat_uuid=asked.seat, words=asked.words, by=by, at=at)


def _transfer(_: Instance, asked: Asked, by: Person, at: datetime) -> None:
    people.transfer(seat_uuid=asked.seat, to=_one(asked), words=asked.words, by=by, at=at)


def _delegate(_: Instance, asked: Asked, by: Person, at: datetime) -> None:
    people.delegate(seat_uuid=asked.seat, to=_one(asked), words=asked.words, by=by, at=at)


def _one(asked: Asked) -> Person:
    return persons_by_id(asked.people)[asked.people[0]]


def _add_signers(instance: Instance, asked: Asked, by: Person, at: datetime) -> None:
    if asked.seat:
        people.add_signers(
            seat_uuid=asked.seat, people=asked.people, place=asked.place, words=asked.words, by=by, at=at
        )
    else:
        managing.put_signers(
            instance=instance, token=asked.deed.token, people=asked.people, words=asked.words, by=by, at=at
        )


def _remove_signer(_: Instance, asked: Asked, by: Person, at: datetime) -> None:
    people.remove_signer(seat_uuid=asked.seat, words=asked.words, by=by, at=at)


def _circulate(_: Instance, asked: Asked, by: Person, at: datetime) -> None:
    people.circulate(seat_uuid=asked.seat, people=asked.people, by=by, at=at)


def _mark_read(instance: Instance, asked: Asked, by: Person, at: datetime) -> None:
    people.mark_read(instance=instance, reading=asked.deed.seat, words=asked.words, by=by, at=at)


def _press(instance: Instance, asked: Asked, by: Person, at: datetime) -> None:
    people.press(instance=instance, words=asked.words, by=by, at=at)


def _cancel(instance: Instance, asked: Asked, by: Person, at: datetime) -> None:
    people.cancel(instance=instance, words=asked.words, by=by, at=at)


def _jump(instance: Instance, asked: Asked, by: Person, at: datetime) -> None:
    managing.jump(instance=instance, token=asked.deed.token, to=asked.target, words=asked.words, by=by, at=at)


def _suspend(instance: Instance, asked: Asked, by: Person, at: datetime) -> None:
    managing.suspend(instance=instance, words=asked.words, by=by, at=at)


def _resume(instance: Instance, asked: Asked, by: Person, at: datetime) -> None:
    managing.resume(instance=instance, words=asked.words, by=by, at=at)


def _end(instance: Instance, asked: Asked, by: Person, at: datetime) -> None:
    managing.end(instance=instance, words=asked.words, by=by, at=at)


_DO: dict[Verb, Doing] = {
    Verb.COMPLETE: _complete,
    Verb.CLAIM: _claim,
    Verb.RELEASE: _release,
    Verb.RETURN: _give_back,
    Verb.WITHDRAW: _withdraw,
    Verb.TRANSFER: _transfer,
    Verb.DELEGATE: _delegate,
    Verb.ADD_SIGNER: _add_signers,
    Verb.REMOVE_SIGNER: _remove_signer,
    Verb.CIRCULATE: _circulate,
    Verb.READ: _mark_read,
    Verb.PRESS: _press,
    Verb.CANCEL: _cancel,
    Verb.JUMP: _jump,
    Verb.SUSPEND: _suspend,
    Verb.RESUME: _resume,
    Verb.END: _end,
}
