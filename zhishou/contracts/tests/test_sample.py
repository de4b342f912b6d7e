"""The sample contract is the scheme's figures, number for number."""

from datetime import date, timedelta

import pytest

from conftest import NOON
from jishi.calendars.door import always
from zhishou.contracts.rules import (
    Commitment,
    Fulfilment,
    Level,
    ServiceCode,
    ServiceHours,
    ServiceMode,
    StartEvent,
)
from zhishou.contracts.rules.policy import make_policy
from zhishou.contracts.tests.packs import pack
from zhishou.people.rules import Tier

PACK = pack()
POLICY = make_policy(PACK, number=1, made_at=NOON, calendar=always())
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
AT_ONCE = timedelta()


@pytest.mark.parametrize(
    ("level", "phone", "remote", "onsite", "recovery"),
    [
        pytest.param(Level.FATAL, AT_ONCE, 10 * MINUTE, 1 * HOUR, 4 * HOUR, id="一级"),
        pytest.param(Level.SEVERE, AT_ONCE, HOUR / 2, DAY / 2, 1 * DAY, id="二级"),
        pytest.param(Level.ORDINARY, AT_ONCE, 1 * HOUR, 1 * DAY, 7 * DAY, id="三级"),
    ],
)
def test_the_matrix(
    level: Level, phone: timedelta, remote: timedelta, onsite: timedelta, recovery: timedelta
) -> None:
    promised = [POLICY.target(level, one).within.length for one in list(Commitment)[:4]]

    assert promised == [phone, remote, onsite, recovery]


def test_the_caps() -> None:
    for level in Level:
        assert POLICY.target(level, Commitment.RESPONSE_CAP).within.length == 1 * HOUR
        assert POLICY.target(level, Commitment.REPAIR_CAP).within.length == 4 * HOUR
        assert POLICY.target(level, Commitment.REPAIR_CAP).met_by == {
            Fulfilment.REPAIR,
            Fulfilment.EMERGENCY_MEASURE_AND_PLAN,
        }


def test_a_longer_recovery_can_be_agreed_for_levels_two_and_three_only() -> None:
    extendable = {
        (level, commitment)
        for level in Level
        for commitment in Commitment
        if POLICY.target(level, commitment).extendable
    }

    assert extendable == {(Level.SEVERE, Commitment.RECOVERY), (Level.ORDINARY, Commitment.RECOVERY)}
    assert PACK.extension.needs_reason
    assert PACK.extension.needs_client_agreement


def test_level_one_never_pauses_and_goes_out_on_receipt() -> None:
    assert all(not target.pauses for target in POLICY.targets[Level.FATAL].values())
    starts = {level: POLICY.target(level, Commitment.ONSITE).starts for level in Level}
    assert starts == {
        Level.FATAL: StartEvent.RECEIPT,
        Level.SEVERE: StartEvent.DECISION_TO_GO,
        Level.ORDINARY: StartEvent.DECISION_TO_GO,
    }


def test_at_once_has_its_tolerance_and_nothing_else_has() -> None:
    for level in Level:
        for commitment, target in POLICY.targets[level].items():
            assert (target.tolerance > AT_ONCE) == (commitment is Commitment.PHONE)


def test_the_term_and_the_fee() -> None:
    assert (PACK.term.starts, PACK.term.ends) == (date(2023, 1, 1), date(2023, 12, 31))
    assert (PACK.fee.amount_fen, PACK.fee.currency) == (25_000 * 100, "CNY")
    assert [(payment.amount_fen, payment.before) for payment in PACK.payments] == [
        (25_000 * 100, date(2023, 12, 15))
    ]
    assert PACK.support_hours is ServiceHours.ROUND_THE_CLOCK


def test_the_eleven_codes() -> None:
    assert list(PACK.services) == list(ServiceCode)
    assert [code.value for code in ServiceCode] == [
        "010101", "010201", "020201", "020202", "020203", "020204", "030101", "030102", "030103", "030104", "030105"
    ]  # fmt: skip


def test_the_six_ways_of_serving() -> None:
    assert {mode: terms.hours for mode, terms in PACK.modes.items()} == {
        ServiceMode.REMOTE: ServiceHours.ROUND_THE_CLOCK,
        ServiceMode.PHONE: ServiceHours.ROUND_THE_CLOCK,
        ServiceMode.INSPECTION: ServiceHours.WEEKLY,
        ServiceMode.EMERGENCY: ServiceHours.ROUND_THE_CLOCK,
        ServiceMode.PUBLICATION: ServiceHours.IRREGULAR,
        ServiceMode.OTHER_ONSITE: ServiceHours.ON_DEMAND,
    }


def test_ten_visits_for_key_users_and_a_weekly_inspection() -> None:
    visits = PACK.entitlements[0]
    assert (visits.quantity, visits.per, visits.mode, visits.service) == (
        10,
        "term",
        ServiceMode.OTHER_ONSITE,
        ServiceCode.KEY_USERS,
    )
    assert PACK.inspection.every == "week"


def test_the_tiers_and_the_ladders() -> None:
    assert POLICY.tiers == (Tier.FRONT_DESK, Tier.FIRST_LINE, Tier.SECOND_LINE, Tier.EXPERT)
    for level, ladder in POLICY.ladders.items():
        called = list(dict.fromkeys(tier for step in ladder.steps for tier in step.tiers))
        assert called == list(Tier)
        assert all(len(step.tiers) == (2 if level is Level.FATAL else 1) for step in ladder.steps)
