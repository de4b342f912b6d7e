"""The product loaded whole, once: every process of its own is then a copy that shares it.

To load it takes a second or two of a core and a hundred megabytes, which a dozen processes would each pay again.
"""

import gc
import sys
from collections.abc import Iterable
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command, get_commands, load_command_class
from django.db import connections
from django.template.loader import get_template
from django.urls import get_resolver
from django.utils import translation
from django.utils.module_loading import import_string

from jishi.logs import door as logs
from jishi.search import door as search
from jishi.supervisor.door import Process


def load_all(declared: Iterable[Process]) -> None:
    """Load what these processes do, and the pages; whoever copies now shares no connection with its copies."""
    for process in declared:
        if process.work:
            _command(process.command[1])
    load_pages()
    connections.close_all()
    gc.collect()
    gc.freeze()


def load_pages() -> None:
    """Load what a process without it would load at the first page of each kind, while somebody waits."""
    search.load()
    import_string(settings.WSGI_APPLICATION)
    for language, _name in settings.LANGUAGES:
        with translation.override(language):  # reads its catalogues
            get_resolver().reverse_dict  # noqa: B018 - made when asked for, for each language
    for name in own_templates():
        get_template(name)


def own_templates() -> list[str]:
    """Return the names of the templates of the product and of what lies below it, without those of libraries."""
    ours = [app for app in apps.get_app_configs() if app.name.partition(".")[0] in {"jishi", settings.PRODUCT}]
    folders = [Path(app.path) / "templates" for app in ours]
    return [str(path.relative_to(folder)) for folder in folders for path in sorted(folder.rglob("*.html"))]


def obey(name: str, *arguments: str) -> None:
    """Run one of the product's commands in a copy; what the checks found was said at the start."""
    # Whoever gathers the lines writes the moment before each.
    logs.apply(as_json=settings.LOG_JSON, level=settings.LOG_LEVEL, with_time=False)
    try:
        call_command(_command(name), *arguments)
    except CommandError as error:
        sys.exit(str(error))


def _command(name: str) -> BaseCommand:
    app = get_commands()[name]
    return app if isinstance(app, BaseCommand) else load_command_class(app, name)
