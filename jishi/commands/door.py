"""A product's command: Django's commands under the product's own name."""

import gc
import os
import sys

import django
from django.core.management import execute_from_command_line

from jishi.commands.background import BackgroundCommand
from jishi.environment.door import WrongSetting

__all__ = ["BackgroundCommand", "load", "run"]


def run(product: str) -> None:
    """Run what the command line asks of a product; end with a sentence where a setting cannot be meant."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", f"{product}.config.settings")
    sys.argv[0] = product
    try:
        load()
        execute_from_command_line(sys.argv)
    except WrongSetting as wrong:
        sys.exit(str(wrong))
    except KeyboardInterrupt:
        sys.exit(130)


def load() -> None:
    """Load the product out of the collector's sight: it stays to the end, and is not worth looking through."""
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()
