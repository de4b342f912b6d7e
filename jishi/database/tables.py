"""For migrations: draw the models of a whole migration once, and make its tables from that."""

from collections.abc import Sequence
from itertools import groupby

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState

MORE = (AddField, AddIndex, AddConstraint)


def together(operations: Sequence[Operation]) -> list[Operation]:
    """Return the operations with each run of them that only makes tables as one.

    Django draws every model that leads to a table anew for each line about it, though nobody looks at the models in
    between. What a line adds to a table that an earlier one of its run makes goes into that table from the start.
    """
    found: list[Operation] = []
    for making, run in groupby(operations, lambda one: isinstance(one, (CreateModel, *MORE))):
        ones = list(run)
        found += [Tables(ones)] if making else ones
    return found


class Tables(Operation):
    """Makes tables as they are once all its operations are done; on the way back drops them."""

    reduces_to_sql = True
    reversible = True
    elidable = False

    def __init__(self, operations: Sequence[Operation]) -> None:
        self.operations = operations
        self.made = [one for one in operations if isinstance(one, CreateModel)]
        names = {one.name_lower for one in self.made}
        for one in operations:
            model = getattr(one, "model_name_lower", None) or getattr(one, "model_name", "").lower()
            assert isinstance(one, CreateModel) or model in names, f"{one.describe()} is not made here"  # noqa: S101 - else nothing would happen

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Note every change, and let the models be drawn when somebody asks for them."""
        state.__dict__.pop("apps", None)
        for one in self.operations:
            one.state_forwards(app_label, state)

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for one in self.made:
            one.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        for one in reversed(self.made):
            one.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Return what `migrate --plan` says of it."""
        return f"Make the tables of {', '.join(one.name for one in self.made)}"
