"""Units, posts, people: who may what, and why; who leaves; who is found."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from jishi.refusals.door import NotAllowed
from xieban.directory import queries
from xieban.directory.actions import (
    appoint,
    change_post,
    change_unit,
    close_unit,
    create_person,
    create_post,
    dismiss,
    hand_over,
    handover,
    let_return,
    posts,
    put_in_charge,
    units,
)
from xieban.directory.models import Appointment, Charge, SignIn
from xieban.directory.rules import Role
from xieban.tests.cast import NOON, Cast, give_post, make_person

LATER = NOON + timedelta(hours=1)


def test_what_somebody_may_do_is_said_with_the_reason(cast: Cast, client: Client) -> None:
    client.force_login(cast.drafter)

    page = client.get(f"/people/{cast.deputy_leader.uuid}/").content.decode()

    for words in ("分管领导", "审签所分管处室呈报的事项", "Leaders · Deputy Leader", "Relief"):
        assert words in page


def test_a_role_comes_and_goes_with_the_post(cast: Cast) -> None:
    held = cast.clerk.appointments.get()
    assert queries.has_role(cast.clerk, Role.CLERK, at=NOON)

    change_post(
        post=held.post, name="文秘", roles=[Role.REGISTRAR], is_head=False, rank=1, by=cast.administrator, at=NOON
    )
    assert [one.role for one in queries.roles_of(cast.clerk, at=NOON)] == [Role.REGISTRAR]
    dismiss(appointment=held, by=cast.administrator, at=LATER)

    assert queries.roles_of(cast.clerk, at=LATER) == ()
    assert queries.roles_of(cast.clerk, at=NOON) != (), "the past stays as it was"


def test_the_leader_in_charge_is_the_nearest_above(cast: Cast) -> None:
    put_in_charge(leader=cast.principal_leader, unit=cast.body, by=cast.administrator, at=NOON)

    assert queries.leader_in_charge(cast.department, at=NOON) == cast.deputy_leader
    assert queries.leader_in_charge(cast.office, at=NOON) == cast.principal_leader


def test_people_stand_in_the_order_of_precedence(cast: Cast) -> None:
    second = make_person("second", cast.department)
    post = create_post(unit=cast.department, name="副处长", rank=2, by=None, at=NOON)
    appoint(person=second, post=post, by=None, at=NOON)
    head = cast.department_head.appointments.get().post
    change_post(post=head, name="处长", roles=[], is_head=True, rank=1, by=None, at=NOON)

    listed = [one.person for one in queries.listed_in(cast.department, at=NOON)]

    assert listed == [cast.department_head, second, cast.drafter]


def test_a_unit_moves_with_all_that_lies_under_it(cast: Cast) -> None:
    change_unit(
        unit=cast.body, name="本级", short_name="", parent=cast.elsewhere, rank=1, by=cast.administrator, at=NOON
    )

    under = set(queries.branch(cast.elsewhere).values_list("code", flat=True))
    assert under == {"elsewhere", "body", "leaders", "office", "relief"}
    cast.elsewhere.refresh_from_db()
    with pytest.raises(units.UnderItself):
        change_unit(
            unit=cast.elsewhere, name="x", short_name="", parent=cast.office, rank=1, by=cast.administrator, at=NOON
        )


def test_a_unit_with_people_is_not_closed(cast: Cast) -> None:
    with pytest.raises(units.NotEmpty):
        close_unit(unit=cast.department, by=cast.administrator, at=NOON)


def test_who_looks_after_a_branch_stays_in_it(cast: Cast) -> None:
    free = make_person("free", cast.body)
    post = create_post(unit=cast.department, name="科员", by=cast.unit_administrator, at=NOON)

    with pytest.raises(NotAllowed):
        create_post(unit=cast.department, name="x", by=cast.stranger_administrator, at=NOON)
    with pytest.raises(NotAllowed):
        create_post(unit=cast.body, name="x", roles=[Role.ADMINISTRATOR], by=cast.unit_administrator, at=NOON)
    with pytest.raises(NotAllowed):  # to appoint whoever holds no post would be to take the account over
        appoint(person=free, post=post, by=cast.unit_administrator, at=NOON)
    with pytest.raises(NotAllowed):
        hand_over(person=cast.administrator, successor=cast.clerk, by=cast.unit_administrator, at=NOON)
    made = create_person(
        username="new", name="新人", unit=cast.department, post=post, by=cast.unit_administrator, at=NOON
    )

    assert queries.department_of(made, at=NOON) == cast.department


def test_nobody_holds_a_post_twice(cast: Cast) -> None:
    post = cast.clerk.appointments.get().post

    with pytest.raises(posts.HoldsItAlready):
        appoint(person=cast.clerk, post=post, by=None, at=NOON)


def test_who_leaves_is_out_at_once_and_somebody_takes_over(cast: Cast, client: Client) -> None:
    client.force_login(cast.deputy_leader)
    assert client.get("/").status_code == 200
    now = timezone.now()

    hand_over(
        person=cast.deputy_leader, successor=cast.principal_leader, reason="退休", by=cast.administrator, at=now
    )

    assert client.get("/").status_code == 302
    assert not SignIn.objects.filter(person=cast.deputy_leader, ended_at=None).exists()
    assert queries.leader_in_charge(cast.department, at=now) == cast.principal_leader
    assert Charge.objects.filter(unit=cast.department).count() == 2, "who was in charge before stays on record"
    assert queries.roles_of(cast.deputy_leader, at=now) == ()
    assert queries.abilities_of(cast.deputy_leader, at=now) == []
    assert Appointment.objects.get(person=cast.deputy_leader).until == now


def test_the_successor_acts_for_who_left_and_so_does_the_successors_successor(cast: Cast) -> None:
    hand_over(person=cast.clerk, successor=cast.registrar, by=cast.administrator, at=NOON)
    assert queries.who_acts_for(cast.clerk, flow="dispatch", at=NOON) == cast.registrar

    hand_over(person=cast.registrar, successor=cast.archivist, by=cast.administrator, at=LATER)

    assert queries.who_acts_for(cast.clerk, flow="dispatch", at=LATER) == cast.archivist
    taken_over = {cast.clerk.pk, cast.registrar.pk}
    assert {key for key, _flows in queries.principals_of(cast.archivist, at=LATER)} == taken_over
    let_return(person=cast.clerk, by=cast.administrator, at=LATER)
    assert queries.who_acts_for(cast.clerk, flow="dispatch", at=LATER) == cast.clerk


def test_leaving_needs_somebody_who_is_here_to_take_over(cast: Cast) -> None:
    hand_over(person=cast.clerk, successor=cast.registrar, by=cast.administrator, at=LATER)

    for nobody in (cast.clerk, cast.drafter):
        with pytest.raises(handover.NobodyTakesOver):
            hand_over(person=cast.drafter, successor=nobody, by=cast.administrator, at=LATER)
    with pytest.raises(handover.CannotLeaveByOneself):
        hand_over(person=cast.administrator, successor=cast.drafter, by=cast.administrator, at=LATER)
    let_return(person=cast.clerk, by=cast.administrator, at=LATER)
    assert queries.roles_of(cast.clerk, at=LATER) == (), "posts that ended stay ended"


@pytest.mark.parametrize("words", ["曾国", "zgf", "zengguofan", "cengguofan", "文书", "zgf 文书", "8355"])
def test_people_are_found_by_name_reading_post_and_number(words: str, cast: Cast, client: Client) -> None:
    person = create_person(
        username="g.f", name="曾国藩", unit=cast.office, telephone="8355 0400", by=cast.administrator, at=NOON
    )
    post = create_post(unit=cast.office, name="文书", by=None, at=NOON)
    appoint(person=person, post=post, by=cast.administrator, at=NOON)
    client.force_login(cast.drafter)

    page = client.get("/people/", {"q": words}).content.decode()

    assert "曾国藩" in page
    assert "Deputy Leader" not in page


def test_who_left_is_there_for_administrators_only(cast: Cast, client: Client) -> None:
    hand_over(person=cast.clerk, successor=cast.registrar, by=cast.administrator, at=LATER)
    address = f"/people/{cast.clerk.uuid}/"

    client.force_login(cast.drafter)
    assert client.get(address).status_code == 404
    client.force_login(cast.administrator)
    assert "账号已关闭" in client.get(address).content.decode()


def test_the_list_costs_no_more_for_more_people(cast: Cast, client: Client, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]  # noqa: ANN001
    for number in range(30):
        give_post(make_person(f"one_of_many_{number}", cast.department), cast.department)
    client.force_login(cast.drafter)

    with django_assert_max_num_queries(25):
        page = client.get("/people/", {"unit": "relief"}).content.decode()

    assert page.count("One Of Many") >= 30


def test_a_page_reads_once_what_somebody_holds_and_the_next_one_anew(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    head = cast.department_head
    with queries.roles_read_once(), django_assert_num_queries(1):
        held = queries.roles_of(head, at=NOON)
        assert queries.roles_of(head, at=NOON) == held

    Appointment.objects.filter(person=head).update(until=NOON)

    with queries.roles_read_once():
        assert held
        assert queries.roles_of(head, at=NOON) == ()


def test_a_link_for_a_new_password_is_shown_once_and_a_reload_makes_no_other(cast: Cast, client: Client) -> None:
    client.force_login(cast.administrator)
    session, now = client.session, timezone.now().timestamp()
    session["account_authentication_methods"] = [{"method": "password", "at": now, "reauthenticated": True}]
    session["account_authentication_methods_user"] = str(cast.administrator.pk)
    session.save()
    place = f"/people/{cast.drafter.uuid}/password-link/"

    made = client.post(place, follow=True)
    again = client.get(place, follow=True)

    assert made.redirect_chain == [(place, HTTPStatus.FOUND)]
    assert "/sign-in/forgotten/" in made.content.decode()
    assert again.redirect_chain == [(f"/people/{cast.drafter.uuid}/", HTTPStatus.FOUND)]
    assert "/sign-in/forgotten/" not in again.content.decode()
