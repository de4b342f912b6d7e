"""Tasks for the tests of the queue; what they do is seen in a table that every product has."""

from django.contrib.contenttypes.models import ContentType
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from jishi.tasks.door import database_only


def done() -> list[str]:
    return sorted(ContentType.objects.filter(app_label="done").values_list("model", flat=True))


@task()
def do(*, name: str) -> str:
    ContentType.objects.create(app_label="done", model=name)
    return name


@task()
def fail() -> None:
    raise RuntimeError("no luck")


@task()
@database_only
def do_then_fail(*, name: str) -> None:
    ContentType.objects.create(app_label="done", model=name)
    raise RuntimeError("no luck")


@task()
@database_only
def do_while_declared_dead(*, name: str) -> None:
    """Do something while another worker is given this very task."""
    ContentType.objects.create(app_label="done", model=name)
    DBTaskResult.objects.update(worker_ids=["the first", "the second"])


@task()
def return_what_is_no_json() -> object:
    return object()
