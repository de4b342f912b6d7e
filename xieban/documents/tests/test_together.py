"""Who comes at once: numbers without a gap and none twice, and only one of two who change the same."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import QueryDict

from jishi.refusals.door import Stale
from xieban.directory.models import Person
from xieban.documents import actions
from xieban.documents.actions.numbering import give_number
from xieban.documents.actions.refusals import DuplicateIncoming
from xieban.documents.models import Document, Incoming, Number, Series
from xieban.documents.rules.numbering import gaps
from xieban.documents.tests.laying import memo, prepare
from xieban.documents.tests.test_incoming import arrival
from xieban.flows import actions as flows
from xieban.flows.actions.refusals import SomebodyWasFirst
from xieban.flows.models import Instance
from xieban.flows.queries.acting import Asked, forms_of, read_act
from xieban.tests.cast import NOON, Cast, make_cast

CLIENTS, EACH = 6, 5


@pytest.mark.django_db(transaction=True)
def test_numbers_given_at_once_leave_no_gap_and_none_is_given_twice() -> None:
    cast = make_cast()
    prepare(cast)
    documents = [memo(cast.drafter, text="") for _ in range(CLIENTS * EACH)]
    series = Series.objects.get(code="签报")

    def register(client: int) -> None:
        try:
            for document in documents[client * EACH : (client + 1) * EACH]:
                _register(document, series, cast.registrar, fails=client == 0)
        finally:
            connection.close()

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(register, range(CLIENTS)))

    serials = list(Number.objects.order_by("serial").values_list("serial", flat=True))
    assert serials == list(range(1, (CLIENTS - 1) * EACH + 1))
    assert gaps(serials) == ()


@pytest.mark.django_db(transaction=True)
def test_one_incoming_document_signed_for_twice_at_one_moment_is_taken_in_once() -> None:
    cast = make_cast()
    prepare(cast)
    start = Barrier(CLIENTS)

    def receive(client: int) -> bool:
        del client
        try:
            start.wait()
            actions.receive_document(arrival=arrival(), is_intact=True, by=cast.registrar, at=NOON)
        except DuplicateIncoming:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(CLIENTS) as pool:
        taken = list(pool.map(receive, range(CLIENTS)))

    assert sum(taken) == 1
    assert Incoming.objects.count() == Document.objects.count() == Instance.objects.count() == 1


class Broken(Exception):
    """The transaction fails after its number was given."""


def _register(document: Document, series: Series, by: Person, *, fails: bool) -> None:
    with suppress(Broken), transaction.atomic():
        give_number(document=document, series=series, by=by, at=NOON)
        if fails:
            raise Broken


@pytest.mark.django_db
def test_the_database_refuses_a_number_twice_and_a_changed_signature(cast: Cast) -> None:
    prepare(cast)
    one, two = memo(cast.drafter, text=""), memo(cast.drafter, text="")
    series = Series.objects.get(code="签报")
    number = give_number(document=one, series=series, by=cast.registrar, at=NOON)

    with pytest.raises(IntegrityError), transaction.atomic():
        Number.objects.create(
            series=series,
            year=number.year,
            serial=number.serial,
            text=number.text,
            document=two,
            given_by=cast.registrar,
            given_at=NOON,
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        Number.objects.create(
            series=series,
            year=number.year,
            serial=9,
            text="x",
            document=one,
            given_by=cast.registrar,
            given_at=NOON,
        )


@pytest.mark.django_db
def test_what_was_seen_of_a_flow_counts_only_while_it_has_not_moved(cast: Cast) -> None:
    prepare(cast)
    document = memo(cast.drafter)
    assert document.instance is not None
    read = [forms_read(cast.drafter, document) for _ in range(2)]

    flows.do(instance=document.instance, asked=read[0], by=cast.drafter, at=NOON)
    with pytest.raises(SomebodyWasFirst):
        flows.do(instance=document.instance, asked=read[1], by=cast.drafter, at=NOON)

    assert document.instance.opinions.count() == 1


def forms_read(person: Person, document: Document) -> Asked:
    """Return what somebody asks who fills in his work and has not sent it yet."""
    assert document.instance is not None
    posted = QueryDict(mutable=True)
    posted["act"] = forms_of(person, document.instance, at=NOON)[0].id
    form, asked = read_act(person, document.instance, posted, at=NOON)
    assert asked is not None, form
    return asked


@pytest.mark.django_db
def test_of_two_who_change_the_elements_the_second_is_told(cast: Cast) -> None:
    prepare(cast)
    document = memo(cast.drafter, text="")
    first: actions.Values = {"title": "关于采购棉被的请示"}
    second: actions.Values = {"title": "关于采购雨衣的请示"}

    actions.edit_elements(document=document, values=first, edition=document.edition, by=cast.drafter, at=NOON)
    with pytest.raises(Stale):
        actions.edit_elements(document=document, values=second, edition=document.edition, by=cast.drafter, at=NOON)

    document.refresh_from_db()
    assert document.title == "关于采购棉被的请示"
    assert document.instance is not None
    assert document.instance.title == document.title
