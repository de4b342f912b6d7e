"""Why an act on a document was refused, in words for whoever asked."""

from collections.abc import Sequence

from jishi.refusals.door import Invalid, NotAllowed, Refusal, listed
from xieban.documents.queries.lacks import words_of_lack
from xieban.documents.rules.elements import Lack


class SecretDocument(Invalid):
    """This bears the secrecy grade “%(grade)s” and may not come into this system; the refusal is recorded."""


class NoDepartment(Refusal):
    """You hold no post, so that no department could be named for this. Ask whoever looks after the directory."""


class NotYourDocument(NotAllowed):
    """This is not yours to do with this document."""


class NotToBeEdited(NotAllowed):
    """This cannot be changed at this step, or not by you."""


class DocumentIsVoid(Refusal):
    """This document was voided. Nothing more can be done with it."""


class OpinionNeeded(Invalid):
    """Say why: this decision needs an opinion in words."""


class ReasonNeeded(Invalid):
    """Say why."""


class WrongCopies(Invalid):
    """Copies are counted in whole numbers, from 1 to %(most)s."""


class NoSuchSeries(Invalid):
    """Choose a series that is for this document."""


class NoSuchSeal(Invalid):
    """Choose a seal of this unit."""


class NothingToVoid(Refusal):
    """There is no number to void, or the document was sent out: correct or recall it instead."""


class SeriesExists(Invalid):
    """There is a series “%(code)s” already."""


class SealExists(Invalid):
    """There is a seal “%(name)s” already."""


class NotAPicture(Invalid):
    """A seal is a picture (PNG or JPEG)."""


class TitleNeeded(Invalid):
    """A document needs a title of at most %(most)s characters."""


class TooMany(Invalid):
    """Name at most %(most)s bodies."""


class NotTheReceiver(NotAllowed):
    """Whoever signs for what comes in (收发员) takes it in."""


class NotTheSupervisor(NotAllowed):
    """Leaders, the head of the office and supervisors have matters supervised."""


class SenderNeeded(Invalid):
    """Say who sent it."""


class ReceivedLater(Invalid):
    """It cannot have been received later than now."""


class DuplicateIncoming(Invalid):
    """This was taken in already: “%(title)s” of %(sender)s, %(number)s, received on %(day)s."""


class ReasonsMissing(Invalid):
    """Say why, for each question of the examination that is answered with no: %(checks)s."""


class NoSuchReply(Invalid):
    """There is no dispatch of this unit with the number “%(number)s”."""


class NobodyToRead(Invalid):
    """Name who is to read it."""


class UrgedLately(Refusal):
    """This was sent less than four hours ago. Let some time pass."""


class Lacking(Invalid):
    """This cannot go on yet: %(lacks)s."""

    def __init__(self, lacks: Sequence[Lack]) -> None:
        """Keep what is lacking, and say it in the language that is active."""
        super().__init__(lacks=listed(words_of_lack(one).rstrip("。.") for one in lacks))
        self.lacks = tuple(lacks)
