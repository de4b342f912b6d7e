from datetime import timedelta

import pytest

from conftest import NOON, Cast
from jishi.outbox.models import Message
from jishi.refusals.door import NotAllowed, NotThere
from zhishou.ledger import actions, queries
from zhishou.ledger.models import Entry, ShownHead
from zhishou.ledger.queries import Filters
from zhishou.ledger.tests.factories import an_entry, entries

SOON = NOON + timedelta(seconds=5)
DAY = timedelta(days=1)


@pytest.fixture
def sealed(cast: Cast) -> Cast:
    entries(cast.engagement, 3, by=cast.manager)
    an_entry(cast.engagement, by=cast.expert, key="T-77", what="people.signed_in", note="夜间应急值守")
    entries(cast.other_engagement, 2)
    actions.seal(at=SOON)
    return cast


def test_both_parties_are_shown_the_head_once_a_day(sealed: Cast) -> None:
    assert actions.show_heads(at=NOON) == 2
    assert actions.show_heads(at=NOON + timedelta(minutes=10)) == 0

    shown = ShownHead.objects.get(engagement=sealed.engagement)
    head = queries.head(sealed.engagement)
    assert head is not None
    assert (shown.head, shown.last_position) == (head.head, 4)
    persons = {str(person.uuid) for person in (sealed.client_admin, sealed.manager, sealed.auditor)}
    published = Message.objects.filter(event="zhishou.ledger.events.HeadShown")
    told = next(each.payload for each in published if each.payload["engagement_code"] == "red-cross")
    assert (set(told["to"]), told["head"], told["entries"]) == (persons, head.head, 4)

    assert actions.show_heads(at=NOON + DAY) == 2


def test_that_the_head_was_shown_is_evidence_itself(sealed: Cast) -> None:
    actions.show_heads(at=NOON)

    entry = Entry.objects.get(what="ledger.head_shown", engagement=sealed.engagement)
    assert {each["name"] for each in entry.payload["to"]} == {"Client Admin", "Manager", "Auditor"}


def test_no_head_is_shown_before_eight_or_where_nothing_is_sealed(cast: Cast) -> None:
    assert actions.show_heads(at=NOON) == 0

    entries(cast.engagement, 1)
    actions.seal(at=SOON)

    assert actions.show_heads(at=NOON - timedelta(hours=5)) == 0
    assert actions.show_heads(at=NOON) == 1


def keys(cast: Cast, name: str, **filters: object) -> list[str]:
    part = queries.entries_page(
        getattr(cast, name),
        code="red-cross",
        at=NOON,
        filters=Filters(**filters),  # type: ignore[arg-type]
    )
    return [row.entry.about_key for row in part.entries]


@pytest.mark.parametrize("name", ["client_admin", "manager", "auditor"])
def test_the_parties_see_all_of_their_contract_newest_first(sealed: Cast, name: str) -> None:
    assert keys(sealed, name) == ["T-77", "T-3", "T-2", "T-1"]


def test_an_engineer_sees_what_he_did_himself(sealed: Cast) -> None:
    assert keys(sealed, "expert") == ["T-77"]
    assert keys(sealed, "first_line") == []


def test_requesters_and_leaders_see_none_and_strangers_find_nothing(sealed: Cast) -> None:
    for name in ("requester", "leader"):
        with pytest.raises(NotAllowed):
            keys(sealed, name)
    with pytest.raises(NotThere):
        keys(sealed, "stranger_admin")


def test_an_entry_of_a_colleague_is_not_there_for_an_engineer(sealed: Cast) -> None:
    entry = Entry.objects.get(about_key="T-1", engagement=sealed.engagement)

    with pytest.raises(NotThere):
        queries.get_entry(sealed.expert, code="red-cross", uuid=entry.uuid, at=NOON)

    detail = queries.get_entry(sealed.manager, code="red-cross", uuid=entry.uuid, at=NOON)
    assert detail.seal is not None
    assert detail.batch is not None
    assert (detail.seal.position, detail.batch.number) == (1, 1)


def test_entries_are_filtered_by_what_who_object_time_and_words(sealed: Cast) -> None:
    assert keys(sealed, "manager", what="people.signed_in") == ["T-77"]
    assert keys(sealed, "manager", who=sealed.manager.uuid) == ["T-3", "T-2", "T-1"]
    assert keys(sealed, "manager", kind="ticket", key="T-2") == ["T-2"]
    assert keys(sealed, "manager", since=NOON + DAY) == []
    assert keys(sealed, "manager", until=NOON) == []
    assert keys(sealed, "manager", until=SOON, since=NOON) == ["T-77", "T-3", "T-2", "T-1"]
    assert keys(sealed, "manager", words="应急") == ["T-77"]
    assert keys(sealed, "manager", words="公文") == ["T-3", "T-2", "T-1"]
    assert keys(sealed, "expert", words="公文") == []


def test_pages_are_cut_at_entries_and_lead_both_ways(cast: Cast) -> None:
    entries(cast.engagement, 120)
    page = {"code": "red-cross", "at": NOON, "filters": Filters()}

    first = queries.entries_page(cast.manager, **page)  # type: ignore[arg-type]
    second = queries.entries_page(cast.manager, **page, before=first.older)  # type: ignore[arg-type]
    third = queries.entries_page(cast.manager, **page, before=second.older)  # type: ignore[arg-type]
    back = queries.entries_page(cast.manager, **page, after=third.newer)  # type: ignore[arg-type]

    assert (first.newer, third.older) == (None, None)
    assert [len(part.entries) for part in (first, second, third)] == [50, 50, 20]
    assert [row.entry.pk for row in back.entries] == [row.entry.pk for row in second.entries]
