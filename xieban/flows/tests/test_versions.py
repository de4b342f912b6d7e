"""Versions: kept as they are, published one at a time, called by others, and running instances taken along."""

import pytest

from xieban.flows import actions
from xieban.flows.actions.refusals import CannotMigrate
from xieban.flows.actions.versions import FlowHasFaults, NotADraft, OtherKey
from xieban.flows.models import Candidate, Flow, Instance, Seat, Timer, Token, Version
from xieban.flows.queries import hindrances_of, published
from xieban.flows.rules.migrating import Obstacle, hindrances
from xieban.flows.rules.reading import read_flow
from xieban.flows.rules.words import Decision
from xieban.flows.tests.drawing import Drawing, signed_by
from xieban.tests.cast import NOON, Cast

pytestmark = pytest.mark.django_db


def publish(drawing: Drawing) -> Version:
    version = actions.keep_version(text=drawing.text().decode(), by=None, at=NOON)
    return actions.publish(version=version, by=None, at=NOON)


def checking(*, deadline: str = "") -> Drawing:
    drawing = Drawing("check").start().end().task("look", who="role:archivist", deadline=deadline)
    return drawing.path("start", "look", "end")


def calling() -> Drawing:
    drawing = Drawing("main").start().end().task("draft", who="starter").task("after", who="starter")
    drawing.add('<callActivity id="checked" calledElement="check"/>')
    return drawing.path("start", "draft", "checked", "after", "end")


def open_nodes(instance: Instance) -> list[str]:
    rows = Token.objects.filter(instance=instance).exclude(state="ended").order_by("number")
    return list(rows.values_list("node", flat=True))


def does(instance: Instance, node: str, cast: Cast) -> None:
    candidate = Candidate.objects.filter(instance=instance, is_open=True, seat__token__node=node).first()
    assert candidate is not None
    actions.complete(
        seat_uuid=str(candidate.seat.uuid), decision=Decision.DONE, values={}, by=candidate.person, at=NOON
    )


def test_a_called_flow_runs_inside_in_the_version_that_the_caller_was_published_with(cast: Cast) -> None:
    publish(checking())
    publish(calling())
    publish(checking(deadline="1 day"))
    instance = actions.start(flow="main", title="文", values={}, by=cast.drafter, at=NOON)

    does(instance, "draft", cast)

    assert open_nodes(instance) == ["checked", "checked/look"]
    assert not Timer.objects.filter(instance=instance).exists(), "the version with a deadline came later"
    does(instance, "checked/look", cast)
    assert open_nodes(instance) == ["after"]


def test_a_call_needs_a_published_flow_that_does_not_call_back(cast: Cast) -> None:
    with pytest.raises(FlowHasFaults, match="check"):
        publish(calling())
    publish(checking())
    publish(calling())
    back = Drawing("check").start().end().add('<callActivity id="again" calledElement="main"/>')

    with pytest.raises(FlowHasFaults) as refused:
        publish(back.path("start", "again", "end"))

    assert [fault.kind.value for fault in refused.value.faults] == ["call_loop"]


def test_one_version_is_published_and_what_runs_stays_on_its_own(cast: Cast) -> None:
    first = publish(checking())
    instance = actions.start(flow="check", title="文", values={}, by=cast.drafter, at=NOON)

    second = publish(checking(deadline="1 day"))

    first.refresh_from_db()
    instance.refresh_from_db()
    assert (first.state, second.state, second.number) == ("retired", "published", 2)
    assert instance.version == first
    assert published("check") == second
    with pytest.raises(NotADraft):
        actions.publish(version=first, by=None, at=NOON)


def test_a_file_with_faults_is_not_kept(cast: Cast) -> None:
    wrong = checking().add('<scriptTask id="bad"/>')

    with pytest.raises(FlowHasFaults) as refused:
        actions.keep_version(text=wrong.text().decode(), by=cast.administrator, at=NOON)

    assert [(fault.line, fault.id) for fault in refused.value.faults] == [(8, "bad")]
    assert not Flow.objects.exists()
    with pytest.raises(OtherKey):
        actions.keep_version(text=checking().text().decode(), key="other", by=cast.administrator, at=NOON)


def test_a_running_instance_is_taken_to_a_new_version_with_its_work(cast: Cast) -> None:
    publish(checking())
    instance = actions.start(flow="check", title="文", values={}, by=cast.drafter, at=NOON)
    renamed = Drawing("check").start().end().task("inspect", who="role:archivist").task("more", who="starter")
    to = publish(renamed.path("start", "inspect", "more", "end"))

    found = hindrances_of(cast.administrator, instance, to=to, nodes={})
    assert [(one.node, one.obstacle) for one in found] == [("look", Obstacle.NO_NODE)]
    with pytest.raises(CannotMigrate):
        actions.migrate(instance=instance, to=to, nodes={}, words="改版", by=cast.administrator, at=NOON)
    actions.migrate(
        instance=instance, to=to, nodes={"look": "inspect"}, words="改版", by=cast.administrator, at=NOON
    )

    instance.refresh_from_db()
    assert instance.version == to
    assert open_nodes(instance) == ["inspect"]
    assert Seat.objects.filter(instance=instance).count() == 1, "the same piece of work goes on"
    does(instance, "inspect", cast)
    assert open_nodes(instance) == ["more"]


def test_what_stands_in_the_way_of_a_migration_is_named_for_each_stay(cast: Cast) -> None:
    several = Drawing("many").start().end().task("sign", who="role:archivist role:clerk", inner=signed_by())
    publish(several.path("start", "sign", "end"))
    instance = actions.start(flow="many", title="文", values={}, by=cast.drafter, at=NOON)
    does(instance, "sign", cast)
    from xieban.flows.queries.states import state_of  # noqa: PLC0415 - only this test looks inside

    state = state_of(Instance.objects.get(pk=instance.pk))
    old = read_flow(several.text())
    alone = Drawing("many").start().end().task("sign").path("start", "sign", "end")
    gone = Drawing("many").start().end().task("other").path("start", "other", "end")

    found = [hindrances(old, read_flow(new.text()), state, {})[0].obstacle for new in (several, alone, gone)]

    assert found == [Obstacle.VOTES_RUNNING, Obstacle.OTHER_KIND, Obstacle.NO_NODE]


def test_the_flows_of_the_product_are_published_once(cast: Cast) -> None:
    made = actions.load_definitions(at=NOON)

    assert {version.flow.key for version in made} >= {"dispatch", "incoming", "memo", "supervision", "leave"}
    assert actions.load_definitions(at=NOON) == []
