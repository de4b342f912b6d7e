"""`zhishou duty` as an operator runs it."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from conftest import Cast
from zhishou.duty import actions
from zhishou.duty.tests.factories import make_roster, staff
from zhishou.notify.tests.factories import make_channel
from zhishou.people.rules import Tier


def said(*arguments: str) -> list[str]:
    out = StringIO()
    call_command("duty", *arguments, stdout=out)
    return out.getvalue().splitlines()


def test_on_watch_names_one_person_for_every_tier(cast: Cast) -> None:
    staff(cast, without=frozenset({Tier.EXPERT}))

    lines = dict(line.split(maxsplit=1) for line in said("on-watch", "red-cross"))

    assert list(lines) == [tier.value for tier in Tier]
    assert lines["first_line"].startswith(cast.first_line.name)
    assert lines["expert"] == "nobody"


def test_on_watch_answers_for_the_past(cast: Cast) -> None:
    make_roster(cast, Tier.EXPERT, cast.expert)

    before = dict(
        line.split(maxsplit=1) for line in said("on-watch", "red-cross", "--at", "2001-01-01T03:00+08:00")
    )

    assert before["expert"] == "nobody"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("on-watch", "nowhere"), "There is no contract “nowhere”."),
        (("gaps", "nowhere"), "There is no contract “nowhere”."),
        (("on-watch", "red-cross", "--at", "tomorrow"), "“tomorrow” is not a moment"),
    ],
)
def test_a_wrong_word_gets_one_sentence(cast: Cast, arguments: tuple[str, ...], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        said(*arguments)


def test_gaps_are_named_and_the_exit_code_says_so(cast: Cast) -> None:
    now = timezone.now()
    make_roster(cast, Tier.EXPERT, cast.expert, at=now)
    actions.take_leave(
        engagement=cast.engagement,
        person=cast.expert,
        starts_at=now + timedelta(days=2),
        ends_at=now + timedelta(days=3),
        by=cast.expert,
        at=now,
    )
    out = StringIO()

    with pytest.raises(CommandError) as ended:
        call_command("duty", "gaps", "red-cross", stdout=out)

    starts = timezone.localtime(now + timedelta(days=2))
    assert ended.value.returncode == 1
    assert any(
        line.startswith("expert") and f"{starts:%Y-%m-%d %H:%M}" in line for line in out.getvalue().splitlines()
    )


def test_a_tier_without_a_roster_is_a_gap(cast: Cast) -> None:
    make_roster(cast, Tier.EXPERT, cast.expert, at=timezone.now())
    make_channel(cast.expert, kind="webhook")
    out = StringIO()

    with pytest.raises(CommandError, match="4 gaps ahead"):
        call_command("duty", "gaps", "red-cross", stdout=out)

    assert [line.split()[0] for line in out.getvalue().splitlines()] == [
        "front_desk", "first_line", "second_line", "manager",
    ]  # fmt: skip


def test_no_gap_is_said_too(cast: Cast) -> None:
    for tier in Tier:
        make_roster(cast, tier, getattr(cast, tier.value), at=timezone.now())
        make_channel(getattr(cast, tier.value), kind="webhook")

    assert said("gaps", "red-cross") == ["No gap ahead."]
