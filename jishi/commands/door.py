"""A product's command: Django's commands under the product's own name."""

import gc
import os
import sys

import django
from django.core.management import execute_from_command_line
from django.db import DatabaseError

from jishi.commands.byhand import ByHandCommand
from jishi.commands.pageless import PagelessCommand
from jishi.environment.door import WrongSetting

__all__ = ["ByHandCommand", "PagelessCommand", "load", "run"]


def run(product: str) -> None:
    """Run what the command line asks; end with a sentence where a setting or the database cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"{product}.config.settings")
    sys.argv[0] = product
    try:
        load()
        execute_from_command_line(sys.argv)
    except WrongSetting as wrong:
        sys.exit(str(wrong))
    except DatabaseError as error:
        from jishi.deployment.door import about_database, is_at_fault_itself  # noqa: PLC0415 - most never need it

        if not is_at_fault_itself(error):
            raise
        sys.exit(str(about_database(error)))
    except KeyboardInterrupt:
        sys.exit(130)


def load() -> None:
    """Load the product out of the collector's sight: it stays to the end, and is not worth looking through."""
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()
