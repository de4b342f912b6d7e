"""The closed lists of the engine: kinds of node, states, verbs, decisions, and what each is called; pure."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

Words = tuple[str, str]
"""The same in Chinese and in English."""


def say(words: Words, language: str) -> str:
    """Return the Chinese or (for any other language) the English of it."""
    return words[0] if language.lower().startswith("zh") else words[1]


class NodeKind(StrEnum):
    """The elements of BPMN 2.0 that the engine covers."""

    START = "start"
    END = "end"
    USER = "user"
    SERVICE = "service"
    EXCLUSIVE = "exclusive"
    PARALLEL = "parallel"
    INCLUSIVE = "inclusive"
    TIMER = "timer"
    CATCH = "catch"
    THROW = "throw"
    BOUNDARY_TIMER = "boundary_timer"
    BOUNDARY_MESSAGE = "boundary_message"
    SUBPROCESS = "subprocess"
    CALL = "call"


GATEWAYS: Final = frozenset({NodeKind.EXCLUSIVE, NodeKind.PARALLEL, NodeKind.INCLUSIVE})
BOUNDARIES: Final = frozenset({NodeKind.BOUNDARY_TIMER, NodeKind.BOUNDARY_MESSAGE})
SCOPES: Final = frozenset({NodeKind.SUBPROCESS, NodeKind.CALL})
HOSTS: Final = frozenset({NodeKind.USER, NodeKind.SERVICE}) | SCOPES
"""What a boundary event may sit on."""
RESTS: Final = HOSTS | {NodeKind.TIMER, NodeKind.CATCH}
"""Where a token stays until something happens; everywhere else it passes at once."""


class Nature(StrEnum):
    """What a human node is for; the document area hangs its own rules on it."""

    DRAFT = "draft"
    REVIEW = "review"
    COUNTERSIGN = "countersign"
    SIGN_OFF = "sign_off"
    PROOF_READ = "proof_read"
    REGISTER = "register"
    TYPESET = "typeset"
    SEAL = "seal"
    DISTRIBUTE = "distribute"
    HANDLE = "handle"
    ARCHIVE = "archive"


NEVER_PASSED: Final = frozenset({Nature.COUNTERSIGN, Nature.SIGN_OFF, Nature.SEAL})
"""No timer ever leads on from these."""


class Verb(StrEnum):
    """What somebody may do with an instance."""

    COMPLETE = "complete"
    CLAIM = "claim"
    RELEASE = "release"
    RETURN = "return"
    WITHDRAW = "withdraw"
    TRANSFER = "transfer"
    DELEGATE = "delegate"
    ADD_SIGNER = "add_signer"
    REMOVE_SIGNER = "remove_signer"
    PRESS = "press"
    CIRCULATE = "circulate"
    READ = "read"
    CANCEL = "cancel"
    JUMP = "jump"
    ROLL_BACK = "roll_back"
    SUSPEND = "suspend"
    RESUME = "resume"
    END = "end"
    MIGRATE = "migrate"


DECLARED: Final = frozenset(
    {
        Verb.RETURN,
        Verb.WITHDRAW,
        Verb.TRANSFER,
        Verb.DELEGATE,
        Verb.ADD_SIGNER,
        Verb.REMOVE_SIGNER,
        Verb.PRESS,
        Verb.CIRCULATE,
        Verb.CANCEL,
    }
)
"""What a node must allow by its `may`; the rest follows from who somebody is."""


class ReturnTo(StrEnum):
    """The closed list of ways back that a node may allow."""

    STARTER = "starter"
    PREVIOUS = "previous"
    ANY = "any"


class Decision(StrEnum):
    """What somebody says of the thing in front of him."""

    DONE = "done"
    AGREE = "agree"
    PRINCIPLE = "principle"
    REMARKS = "remarks"
    DISAGREE = "disagree"


DECISION_NAMES: Final[Mapping[Decision, Words]] = {
    Decision.DONE: ("办理完毕", "done"),
    Decision.AGREE: ("同意", "agree"),
    Decision.PRINCIPLE: ("原则同意", "agree in principle"),
    Decision.REMARKS: ("有修改意见", "remarks"),
    Decision.DISAGREE: ("不同意", "disagree"),
}
CONSENT: Final = frozenset({Decision.DONE, Decision.AGREE, Decision.PRINCIPLE})


class OpinionKind(StrEnum):
    """What an opinion accompanies, in the words that files of documents use."""

    DECISION = "decision"
    RETURN = "return"
    WITHDRAW = "withdraw"
    TRANSFER = "transfer"
    DELEGATE = "delegate"
    ADD_SIGNER = "add_signer"
    REMOVE_SIGNER = "remove_signer"
    READ = "read"
    PRESS = "press"
    INTERVENTION = "intervention"


class TokenState(StrEnum):
    """Where a token is in its stay."""

    RESTING = "resting"
    AT_JOIN = "at_join"
    PARKED = "parked"
    ENDED = "ended"


class Ending(StrEnum):
    """How a stay ended."""

    PASSED = "passed"
    JOINED = "joined"
    RETURNED = "returned"
    WITHDRAWN = "withdrawn"
    JUMPED = "jumped"
    ROLLED_BACK = "rolled_back"
    INTERRUPTED = "interrupted"
    MIGRATED = "migrated"
    CANCELLED = "cancelled"


class SeatState(StrEnum):
    """Where a work item stands."""

    WAITING = "waiting"
    OPEN = "open"
    DELEGATED = "delegated"
    DONE = "done"
    TRANSFERRED = "transferred"
    REMOVED = "removed"
    RETRACTED = "retracted"
    RETURNED = "returned"
    DROPPED = "dropped"


LIVE: Final = frozenset({SeatState.WAITING, SeatState.OPEN, SeatState.DELEGATED})
ACTED: Final = frozenset(
    {SeatState.DONE, SeatState.DELEGATED, SeatState.TRANSFERRED, SeatState.RETURNED, SeatState.RETRACTED}
)
"""What tells that somebody at a node has acted; taking a work item in hand is not an act."""
HANDLED: Final = frozenset({SeatState.DONE, SeatState.RETURNED, SeatState.TRANSFERRED})
"""What somebody has done with a work item that is over: it stays among what he had a hand in."""


class TimerKind(StrEnum):
    """What a timer does when it is due."""

    MARK = "mark"
    BOUNDARY = "boundary"
    CATCH = "catch"


class TimerState(StrEnum):
    """Where a timer stands."""

    RUNNING = "running"
    RESTING = "resting"
    FIRED = "fired"
    CANCELLED = "cancelled"


class Status(StrEnum):
    """How an instance stands."""

    RUNNING = "running"
    SUSPENDED = "suspended"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    ENDED = "ended"


OVER: Final = frozenset({Status.FINISHED, Status.CANCELLED, Status.ENDED})


class FactKind(StrEnum):
    """What the log of an instance says happened."""

    STARTED = "started"
    ENTERED = "entered"
    COMPLETED = "completed"
    VOTED = "voted"
    LEFT = "left"
    CLAIMED = "claimed"
    RELEASED = "released"
    RETURNED = "returned"
    CAME_BACK = "came_back"
    WITHDREW = "withdrew"
    TRANSFERRED = "transferred"
    DELEGATED = "delegated"
    HANDED_BACK = "handed_back"
    SIGNER_ADDED = "signer_added"
    SIGNER_REMOVED = "signer_removed"
    PRESSED = "pressed"
    CIRCULATED = "circulated"
    WAS_READ = "was_read"
    JUMPED = "jumped"
    ROLLED_BACK = "rolled_back"
    SUSPENDED = "suspended"
    RESUMED = "resumed"
    TIMER_FIRED = "timer_fired"
    DEADLINE_MARK = "deadline_mark"
    MESSAGE_CAUGHT = "message_caught"
    MESSAGE_THROWN = "message_thrown"
    SERVICE_CALLED = "service_called"
    SERVICE_FAILED = "service_failed"
    NOBODY_FOUND = "nobody_found"
    MIGRATED = "migrated"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    ENDED = "ended"


class VersionState(StrEnum):
    """Where a version of a flow is in its life."""

    DRAFT = "draft"
    PUBLISHED = "published"
    RETIRED = "retired"
