"""`zhishou start`: prepare, then run every process of the product under one supervisor."""

import sys
import time
from datetime import timedelta

from django.conf import settings
from django.core.management import get_commands
from django.core.management.base import BaseCommand

from jishi.supervisor.door import CannotGoOn, Lines, Supervisor, sole
from zhishou.config.preparing import (
    check_pages,
    check_port,
    prepare_data_dir,
    prepare_database,
    refuse_half_restored,
)
from zhishou.config.processes import address, processes


class Command(BaseCommand):
    help = "Start everything: pages, live updates, background work, tick. Ctrl-C stops it all."
    # The database may not exist yet; the checks that ask it come with the migrations.
    requires_system_checks: tuple[str, ...] = ()

    def handle(self, **_: object) -> None:
        begun = time.monotonic()
        lines = Lines(stream=sys.stdout)
        try:
            data = prepare_data_dir()
            with sole(data / "running.lock") as lock:
                refuse_half_restored()
                check_pages()
                check_port(settings.HOST, settings.PORT, setting="ZHISHOU_PORT")
                prepare_database()
                Supervisor(
                    processes=[
                        one for one in processes() if one.command[-1] in get_commands() or one.name == "web"
                    ],
                    lines=lines,
                    lock=lock,
                    on_ready=lambda: self.greet(lines, seconds=time.monotonic() - begun),
                    grace=timedelta(seconds=10),
                ).run()
        except CannotGoOn as trouble:
            raise SystemExit(str(trouble)) from trouble
        lines.say("值守已停止。 Zhishou has stopped.")

    def greet(self, lines: Lines, *, seconds: float) -> None:
        """Say where it is to be found, and who can sign in."""
        lines.say(f"\n  值守已就绪 · Zhishou is ready   {address()}/   ({seconds:.1f} s)")
        lines.say("  停止请按 Ctrl-C · Ctrl-C stops it\n")
