from conftest import NOON, Cast
from zhishou.contracts.jobs import on_head_shown
from zhishou.ledger.events import HeadShown
from zhishou.notify.models import Notice


def test_the_parties_are_told_the_head_of_their_ledger_once_a_day(cast: Cast) -> None:
    event = HeadShown(
        engagement_code="red-cross",
        day="2023-03-15",
        head="ab" * 32,
        number=7,
        entries=1200,
        to=[str(cast.client_admin.uuid), str(cast.auditor.uuid)],
    )

    on_head_shown(event, at=NOON)
    on_head_shown(event, at=NOON)

    told = Notice.objects.filter(kind="ledger.head")
    assert {notice.person for notice in told} == {cast.client_admin, cast.auditor}
    assert [notice.words["head"] for notice in told] == ["ab" * 32] * 2
