"""What the import linter cannot see in models and migrations; looked at in whichever product runs."""

from collections.abc import Iterable

from django.apps import apps
from django.conf import settings
from django.db import models

from tests.architecture.street import step_of, street


def ours() -> list[type[models.Model]]:
    """Return every model of the running product, and of the plumbing below it."""
    return [model for model in apps.get_models() if model.__module__.split(".")[0] in {settings.PRODUCT, "jishi"}]


def upward_keys(found: Iterable[type[models.Model]]) -> list[str]:
    """Return foreign keys that look up the street; a string as target slips past the import linter."""
    faults = []
    for model in found:
        product, here = model.__module__.split(".")[:2]
        if product != settings.PRODUCT:
            continue
        for field in model._meta.get_fields():
            related = field.related_model
            if not field.concrete or not isinstance(related, type):
                continue
            there = related.__module__.split(".")
            beside = any({here, there[1]} <= step for step in street(product)) and here != there[1]
            if there[0] == product and (
                step_of(there[1], product=product) < step_of(here, product=product) or beside
            ):
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
