"""What the import linter cannot see in models and migrations."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.db import models
from django.db.migrations.loader import MigrationLoader

from tests.architecture.rows import ours, silent_rows, strayed_options, upward_keys
from tests.architecture.tree import ROOT, imports, parsed, python_files


def test_foreign_keys_look_down_the_street() -> None:
    assert upward_keys(ours()) == []


def test_no_option_of_meta_has_strayed() -> None:
    assert strayed_options(ours()) == []


def test_every_model_says_what_a_row_is() -> None:
    assert silent_rows(ours()) == []


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
