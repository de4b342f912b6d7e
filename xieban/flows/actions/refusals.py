"""Why an act was refused, in words for whoever asked."""

from collections.abc import Mapping
from typing import Final

from jishi.refusals.door import Invalid, NotAllowed, Refusal
from xieban.flows.rules.draft import CannotDo, Why


class FlowIsOver(Refusal):
    """This has come to its end. Nothing more can be done with it."""


class FlowIsSuspended(Refusal):
    """This is suspended. It goes on when an administrator resumes it."""


class FlowIsNotSuspended(Refusal):
    """This is not suspended."""


class NotYourWork(NotAllowed):
    """This is not yours to do."""


class SomebodyWasFirst(Refusal):
    """Somebody has done this already. Look at the new state."""


class OneVoiceEach(Refusal):
    """You have spoken here already: one person has one voice."""


class NotAllowedHere(Refusal):
    """The flow does not allow this here, or no longer. Open the page again: it says who has it now."""


class NoWayBack(Refusal):
    """From here it cannot be returned to that step."""


class TooLateToWithdraw(Refusal):
    """What followed cannot be taken back any more."""


class SomebodyActed(Refusal):
    """Somebody has acted on it since. It cannot be withdrawn any more."""


class NotADecision(Invalid):
    """Choose one of the decisions that are offered here."""


class WrongFieldValue(Invalid):
    """“%(name)s” is missing, or not as it must be."""


class NoMoment(Invalid):
    """A timer needs a moment: “%(name)s” holds none."""


class NoSuchPerson(Invalid):
    """Choose at least one person."""


class SignsAlready(Refusal):
    """This person signs here already."""


class LastSigner(Refusal):
    """The last signer cannot be removed."""


class PressedLately(Refusal):
    """They were pressed less than four hours ago."""


class OnlyYourOwn(Refusal):
    """The open work is your own."""


class GoesInCircles(Refusal):
    """The automatic steps of this flow go in a circle. Tell whoever looks after the flows."""


class NobodyWaits(Refusal):
    """Nothing waits for this any more."""


class NotAPlace(Refusal):
    """It cannot be moved there."""


class PastASignature(Refusal):
    """It cannot be moved past a signature, a countersign or a seal that nobody has given."""


class NoSuchStep(Invalid):
    """There is no such earlier step."""


class CannotMigrate(Refusal):
    """It cannot be taken to that version as it stands now."""


REFUSALS: Final[Mapping[Why, type[Refusal]]] = {
    Why.OVER: FlowIsOver,
    Why.SUSPENDED: FlowIsSuspended,
    Why.NOT_SUSPENDED: FlowIsNotSuspended,
    Why.NOT_YOURS: NotYourWork,
    Why.ALREADY_DONE: SomebodyWasFirst,
    Why.SPOKE_ALREADY: OneVoiceEach,
    Why.NOT_HERE: NotAllowedHere,
    Why.NO_WAY_BACK: NoWayBack,
    Why.BEYOND: TooLateToWithdraw,
    Why.SOMEBODY_ACTED: SomebodyActed,
    Why.NOT_A_DECISION: NotADecision,
    Why.WRONG_VALUE: WrongFieldValue,
    Why.NO_MOMENT: NoMoment,
    Why.NO_SUCH_PERSON: NoSuchPerson,
    Why.SIGNS_ALREADY: SignsAlready,
    Why.LAST_SIGNER: LastSigner,
    Why.PRESSED_LATELY: PressedLately,
    Why.ONLY_YOUR_OWN: OnlyYourOwn,
    Why.CIRCLES: GoesInCircles,
    Why.NOBODY_WAITS: NobodyWaits,
    Why.NOT_A_PLACE: NotAPlace,
    Why.PAST_A_SIGNATURE: PastASignature,
    Why.NO_SUCH_STEP: NoSuchStep,
    Why.CANNOT_MIGRATE: CannotMigrate,
}


def told(error: CannotDo) -> Refusal:
    """Return the refusal in words of what the rules refuse."""
    return REFUSALS[error.why](**error.words)
