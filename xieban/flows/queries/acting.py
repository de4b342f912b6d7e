"""What one person may do with one instance, as forms: every page about an instance shows these and no others."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from xieban.directory.models import Person
from xieban.directory.queries import persons_by_id
from xieban.flows.models import Instance, Seat
from xieban.flows.queries.entries import (
    Choice,
    Entry,
    Posted,
    entries_of,
    last,
    people_named,
    read_entries,
    wrong_words,
)
from xieban.flows.queries.instances import Seen, Standing, standing_of
from xieban.flows.queries.pages import offered_by_holder
from xieban.flows.queries.states import values_of
from xieban.flows.queries.versions import model_of
from xieban.flows.rules.control import Deed
from xieban.flows.rules.entries import Wrong
from xieban.flows.rules.expressions import Value
from xieban.flows.rules.filling import LONGEST
from xieban.flows.rules.signers import Place
from xieban.flows.rules.words import DECISION_NAMES, Decision, Verb, say

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

OPTIONAL, REQUIRED, NONE = "optional", "required", ""
SILENT_DECISIONS: Final = frozenset({Decision.DONE, Decision.AGREE, Decision.PRINCIPLE})
"""What may be decided without a word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How the form of a verb looks: its words, its button, what has to be said and chosen."""

    title: "str | StrPromise"
    icon: str
    words: str = NONE
    people: bool = False
    kind: str = ""
    help: "str | StrPromise" = ""


MANNERS: Final[Mapping[Verb, Manner]] = {
    Verb.COMPLETE: Manner(title=_("Handle"), icon="checks", words=OPTIONAL, kind="primary"),
    Verb.CLAIM: Manner(title=_("Take it in hand"), icon="hand-grab", help=_("Then it waits for you alone.")),
    Verb.RELEASE: Manner(title=_("Put it back"), icon="arrow-back", help=_("Then others may take it again.")),
    Verb.RETURN: Manner(title=_("Return"), icon="arrow-back-up", words=REQUIRED),
    Verb.WITHDRAW: Manner(
        title=_("Take back"),
        icon="arrow-left",
        words=OPTIONAL,
        help=_("Possible as long as nobody has acted on it."),
    ),
    Verb.TRANSFER: Manner(
        title=_("Transfer"),
        icon="transfer",
        words=OPTIONAL,
        people=True,
        help=_("For good: it does not come back."),
    ),
    Verb.DELEGATE: Manner(
        title=_("Let somebody prepare it"), icon="user-share", words=OPTIONAL, people=True, help=_("It comes back.")
    ),
    Verb.ADD_SIGNER: Manner(title=_("Add signers"), icon="user-plus", words=OPTIONAL, people=True),
    Verb.REMOVE_SIGNER: Manner(title=_("Remove a signer"), icon="user-minus", words=REQUIRED),
    Verb.PRESS: Manner(title=_("Urge"), icon="bell-ringing", words=OPTIONAL, help=_("Once in four hours.")),
    Verb.CIRCULATE: Manner(title=_("Give to read"), icon="eye", people=True, help=_("Nothing waits for them.")),
    Verb.READ: Manner(title=_("I have read it"), icon="eye-check", words=OPTIONAL),
    Verb.CANCEL: Manner(
        title=_("Call it off"), icon="ban", words=REQUIRED, kind="danger", help=_("It ends here, for good.")
    ),
    Verb.JUMP: Manner(title=_("Move to another step"), icon="route", words=REQUIRED),
    Verb.SUSPEND: Manner(title=_("Suspend"), icon="player-pause", words=REQUIRED),
    Verb.RESUME: Manner(title=_("Let it go on"), icon="player-play", words=REQUIRED),
    Verb.END: Manner(title=_("End it"), icon="player-stop", words=REQUIRED, kind="danger"),
}
"""The verbs that a page about an instance offers; to migrate and to roll back there are pages of their own."""
MANAGING: Final = frozenset({Verb.JUMP, Verb.SUSPEND, Verb.RESUME, Verb.END})
PLACES: Final = {
    Place.BEFORE: _("before me"),
    Place.BESIDE: _("beside me"),
    Place.AFTER: _("after me"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ActForm:
    """One thing that may be done, as a form; `wrong` and `errors` are there where it came back."""

    id: str
    verb: str
    seat: str
    token: int
    title: str
    icon: str
    kind: str
    help: str
    note: str
    words: str
    people: bool
    is_managing: bool
    decisions: tuple[Choice, ...] = ()
    entries: tuple[Entry, ...] = ()
    targets: tuple[Choice, ...] = ()
    places: tuple[Choice, ...] = ()
    straight_back: bool = False
    is_straight: bool = False
    said: str = ""
    named: str = ""
    errors: Mapping[str, str] | None = None
    wrong: str = ""

    @property
    def is_open(self) -> bool:
        """Say whether it is shown unfolded: the work itself, and whatever came back."""
        return self.verb == Verb.COMPLETE or bool(self.errors or self.wrong) or any(e.error for e in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What somebody wants to do, read from a form without a fault."""

    deed: Deed
    seat: str
    decision: Decision
    words: str
    values: Mapping[str, Value]
    people: tuple[int, ...]
    target: str
    place: Place
    straight: bool
    seen: Seen


def forms_of(viewer: Person, instance: Instance, *, at: datetime) -> tuple[ActForm, ...]:
    """Return everything that somebody may do with an instance now, each as a form; the work itself first."""
    standing = standing_of(viewer, instance, at=at)
    return tuple(form for _deed, form in _offered(viewer, instance, standing, at=at))


def read_act(
    viewer: Person, instance: Instance, posted: Posted, *, at: datetime
) -> tuple[ActForm | None, Asked | None]:
    """Find the form that was sent and read it: the form as it came back, and what is asked where all is well.

    Nothing at all where this person may not do that, or no longer.
    """
    standing, wanted = standing_of(viewer, instance, at=at), last(posted, "act")
    for deed, form in _offered(viewer, instance, standing, at=at, named=wanted):
        if form.id == wanted:
            return _read(deed, form, posted, seen=standing.seen)
    return None, None


def _offered(
    viewer: Person, instance: Instance, standing: Standing, *, at: datetime, named: str = ""
) -> list[tuple[Deed, ActForm]]:
    """Return what may be done with the forms for it, of the one that is `named` or of all."""
    offered = [deed for deed in standing.control.deeds if deed.verb in MANNERS and named in {"", _name(deed)}]
    deeds = offered_by_holder(viewer, instance, offered, nodes=standing.nodes, at=at)
    seats = {deed.seat for deed in deeds if deed.verb is Verb.REMOVE_SIGNER}
    found = Seat.objects.filter(instance=instance, number__in=seats) if seats else Seat.objects.none()
    signers = dict(found.values_list("number", "person__name"))
    represented = {deed.acts_for for deed in deeds if deed.acts_for is not None}
    principals = persons_by_id(represented) if represented else {}
    values, model = values_of(instance.variables), model_of(instance.version)
    places = {number: model.nodes[node].name for number, node in standing.nodes.items() if node in model.nodes}
    forms: dict[str, tuple[Deed, ActForm]] = {}
    for deed in deeds:
        principal = principals.get(deed.acts_for) if deed.acts_for else None
        form = _form(
            deed,
            seat=str(standing.seats.get(deed.seat, "")),
            signer=signers.get(deed.seat) or "",
            principal=principal.name if principal else "",
            place=places.get(deed.token, ""),
            values=values,
        )
        forms.setdefault(form.id, (deed, form))
    order = list(MANNERS)
    return sorted(forms.values(), key=lambda one: order.index(one[0].verb))


def _name(deed: Deed) -> str:
    return f"{deed.verb.value}-{deed.seat or deed.token}"


def _form(
    deed: Deed, *, seat: str, signer: str, principal: str, place: str, values: Mapping[str, Value]
) -> ActForm:
    manner, language = MANNERS[deed.verb], get_language() or "en"
    by_manager = deed.verb is Verb.ADD_SIGNER and not deed.seat
    only = len(deed.decisions) < 2  # noqa: PLR2004 - then there is nothing to decide
    notes = {Verb.REMOVE_SIGNER: signer, Verb.JUMP: place}
    if by_manager:
        notes[Verb.ADD_SIGNER] = place
    return ActForm(
        id=_name(deed),
        verb=deed.verb.value,
        seat=seat,
        token=deed.token,
        title=str(_("Put people here")) if by_manager else str(manner.title),
        icon=manner.icon,
        kind=manner.kind,
        help=gettext("Then it goes straight back to “%(step)s”.") % {"step": deed.goes_back_to}
        if deed.goes_back_to
        else str(manner.help),
        note=notes.get(deed.verb, principal),
        words=REQUIRED if by_manager else manner.words,
        people=manner.people,
        is_managing=deed.verb in MANAGING or by_manager,
        decisions=()
        if only
        else tuple(Choice(value=one.value, label=say(DECISION_NAMES[one], language)) for one in deed.decisions),
        entries=entries_of(deed.fields, values),
        targets=tuple(
            Choice(
                value=str(one.token) if deed.verb is Verb.RETURN else one.node, label=one.name, chosen=number == 0
            )
            for number, one in enumerate(deed.places)
        ),
        places=tuple(
            Choice(value=one.value, label=str(label), chosen=one is Place.BESIDE) for one, label in PLACES.items()
        )
        if deed.verb is Verb.ADD_SIGNER and not by_manager
        else (),
        straight_back=deed.straight_back,
    )


def _read(deed: Deed, form: ActForm, posted: Posted, *, seen: Seen) -> tuple[ActForm, Asked | None]:
    errors: dict[str, str] = {}
    filled = read_entries(deed.fields, posted)
    decision = _decision(deed, last(posted, "decision"), errors)
    words = last(posted, "words").replace("\x00", "").strip()
    silent = form.words != REQUIRED and (
        deed.verb is not Verb.COMPLETE or decision in SILENT_DECISIONS or "decision" in errors
    )
    if len(words) > LONGEST:
        errors["words"] = wrong_words(Wrong.TOO_LONG)
    elif not words and not silent:
        errors["words"] = str(_("Say why."))
    people: tuple[int, ...] = ()
    if form.people:
        named = people_named(last(posted, "people"))
        people = named.value if isinstance(named.value, tuple) else ()  # type: ignore[assignment]
        if named.wrong:
            errors["people"] = wrong_words(named.wrong)
        elif deed.verb in {Verb.TRANSFER, Verb.DELEGATE} and len(people) > 1:
            errors["people"] = str(_("Choose one person."))
    target = last(posted, "target")
    if form.targets and target not in {one.value for one in form.targets}:
        errors["target"] = wrong_words(Wrong.NO_CHOICE)
    place = last(posted, "place") or Place.BESIDE.value
    came_back = replace(
        form,
        decisions=_chosen(form.decisions, last(posted, "decision")),
        targets=_chosen(form.targets, target),
        places=_chosen(form.places, place),
        entries=filled.entries,
        is_straight=bool(last(posted, "straight")),
        said=words[: LONGEST + 1000],
        named=last(posted, "people")[:5000],
        errors=errors,
    )
    if errors or not filled.is_sound:
        return came_back, None
    return came_back, Asked(
        deed=deed,
        seat=form.seat,
        decision=decision or Decision.DONE,
        words=words,
        values=filled.values,
        people=people,
        target=target,
        place=Place(place) if place in set(Place) else Place.BESIDE,
        straight=bool(last(posted, "straight")) and form.straight_back,
        seen=seen,
    )


def _decision(deed: Deed, typed: str, errors: dict[str, str]) -> Decision | None:
    if deed.verb is not Verb.COMPLETE:
        return None
    if len(deed.decisions) == 1:
        return deed.decisions[0]
    found = next((one for one in deed.decisions if one.value == typed), None)
    if found is None:
        errors["decision"] = str(_("Choose one of the decisions that are offered here."))
    return found


def _chosen(choices: tuple[Choice, ...], value: str) -> tuple[Choice, ...]:
    return tuple(replace(one, chosen=one.value == value) for one in choices)
