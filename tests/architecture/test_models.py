"""What the import linter cannot see in models and migrations."""

from collections.abc import Iterable
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tests.architecture.street import step_of, street
from tests.architecture.tree import ROOT, imports, parsed, python_files

OURS = [model for model in apps.get_models() if model.__module__.split(".")[0] in {"zhishou", "jishi"}]


def upward_keys(found: Iterable[type[models.Model]]) -> list[str]:
    """Return foreign keys that look up the street; a string as target slips past the import linter."""
    faults = []
    for model in found:
        if not model.__module__.startswith("zhishou."):
            continue
        here = model.__module__.split(".")[1]
        for field in model._meta.get_fields():
            related = field.related_model
            if not field.concrete or not isinstance(related, type):
                continue
            there = related.__module__.split(".")
            beside = any({here, there[1]} <= step for step in street()) and here != there[1]
            if there[0] == "zhishou" and (step_of(there[1]) < step_of(here) or beside):
                faults.append(f"{model._meta.label}.{field.name} → {related._meta.label}")
    return faults


def strayed_options(found: Iterable[type[models.Model]]) -> list[str]:
    """Return options of Meta that stand outside Meta, where Django ignores them in silence."""
    options = {"constraints", "indexes", "ordering", "unique_together", "db_table", "permissions"}
    return [f"{model._meta.label}.{name}" for model in found for name in options & set(vars(model))]


def silent_rows(found: Iterable[type[models.Model]]) -> list[str]:
    """Return models whose docstring is missing: it must say what a row is."""
    return [
        model._meta.label for model in found if not model.__doc__ or model.__doc__.startswith(f"{model.__name__}(")
    ]


def test_foreign_keys_look_down_the_street() -> None:
    assert upward_keys(OURS) == []


def test_no_option_of_meta_has_strayed() -> None:
    assert strayed_options(OURS) == []


def test_every_model_says_what_a_row_is() -> None:
    assert silent_rows(OURS) == []


@pytest.mark.django_db
def test_the_schema_from_migrations_is_the_schema_of_the_models() -> None:
    out = StringIO()

    call_command("makemigrations", "--check", "--dry-run", stdout=out)

    assert "No changes detected" in out.getvalue()


@pytest.mark.django_db
def test_every_area_has_one_head_of_migrations() -> None:
    loader = MigrationLoader(connection=None)

    assert loader.detect_conflicts() == {}


def test_migrations_import_nothing_that_moves() -> None:
    """An area's code changes; a migration must not change with it. `jishi.*.migrating` is made for migrations."""
    faults = [
        f"{path.relative_to(ROOT)}:{line} imports {name}"
        for path in python_files()
        if "migrations" in path.parts
        for line, name in imports(parsed(path))
        if name.split(".")[0] in {"zhishou", "jishi", "xieban"} and name.split(".")[-2] not in {"door", "migrating"}
    ]

    assert faults == []


def test_planted_faults_are_found() -> None:
    class Planted(models.Model):  # noqa: DJ008 - a plant
        indexes = ()
        run = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")

        class Meta:
            app_label = "planted"
            managed = False

    assert strayed_options([Planted]) == ["planted.Planted.indexes"]
    assert silent_rows([Planted]) == ["planted.Planted"]
