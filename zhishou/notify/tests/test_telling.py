from datetime import timedelta

import pytest
from django.db import transaction

from conftest import NOON, Cast
from zhishou.notify.actions import UnknownKind, tell
from zhishou.notify.models import Delivery, Notice
from zhishou.notify.rules import Message, Urgency
from zhishou.notify.tests.factories import make_channel, message, recorded, run


def test_a_notice_stands_in_the_inbox_at_once_and_nothing_leaves_yet(cast: Cast) -> None:
    make_channel(cast.expert)

    with recorded() as mail:
        tell(to=[cast.expert], message=message(), at=NOON)

    assert Notice.objects.get().person == cast.expert
    assert Delivery.objects.count() == 0
    assert mail.sent == []


def test_what_is_rolled_back_was_never_told(cast: Cast) -> None:
    def told_and_failed() -> None:
        with transaction.atomic():
            tell(to=[cast.expert], message=message(), at=NOON)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        told_and_failed()

    assert Notice.objects.count() == 0


def test_the_same_key_is_told_to_a_person_once(cast: Cast) -> None:
    for minute in range(3):
        tell(
            to=[cast.expert, cast.manager],
            message=message(dedup_key="page 7"),
            at=NOON + timedelta(minutes=minute),
        )

    assert set(Notice.objects.values_list("person__name", flat=True)) == {"Expert", "Manager"}
    assert Notice.objects.count() == 2


def test_without_a_key_it_is_told_each_time(cast: Cast) -> None:
    tell(to=[cast.expert], message=message(), at=NOON)
    tell(to=[cast.expert], message=message(), at=NOON)

    assert Notice.objects.count() == 2


def test_a_kind_without_words_is_refused_where_it_is_told(cast: Cast) -> None:
    with pytest.raises(UnknownKind, match=r"notify/notices/nonsense\.txt"):
        tell(to=[cast.expert], message=Message(kind="notify.nonsense"), at=NOON)


def test_whoever_has_left_is_not_told(cast: Cast) -> None:
    cast.expert.is_active = False

    tell(to=[cast.expert], message=message(), at=NOON)

    assert Notice.objects.count() == 0


def test_a_notice_belongs_to_its_engagement(cast: Cast) -> None:
    about = Message(kind="notify.test", engagement_code=cast.engagement.code)

    tell(to=[cast.expert], message=about, at=NOON)

    assert Notice.objects.get().engagement == cast.engagement


@pytest.mark.parametrize("urgency", [Urgency.PROMPT, Urgency.PAGE])
def test_it_reaches_the_person_by_their_channel(cast: Cast, urgency: Urgency) -> None:
    make_channel(cast.expert, address="expert@example.org")

    with recorded() as mail:
        tell(to=[cast.expert], message=message(urgency), at=NOON)
        run(NOON)

    [(letter, details)] = mail.sent
    assert details == {"address": "expert@example.org"}
    assert "482913" in letter.subject
    assert letter.link.endswith("/notices/")


def test_it_is_written_in_the_language_of_each_receiver(cast: Cast) -> None:
    cast.expert.language = "en"
    cast.expert.save(update_fields=["language"])
    make_channel(cast.expert)

    with recorded() as mail:
        tell(to=[cast.expert], message=message(), at=NOON)
        run(NOON)

    assert mail.sent[0][0].subject == "Your code: 482913"


def test_a_word_with_a_line_break_cannot_move_the_end_of_the_subject(cast: Cast) -> None:
    cast.expert.language = "en"
    cast.expert.save(update_fields=["language"])
    make_channel(cast.expert)

    with recorded() as mail:
        tell(to=[cast.expert], message=message(code="1\r\nBcc: eve@example.org\n<b>2"), at=NOON)
        run(NOON)

    assert mail.sent[0][0].subject == "Your code: 1 Bcc: eve@example.org <b>2"
