"""`zhishou start`: prepare, then run every process of the product under one supervisor."""

import contextlib
import sys
import time
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone

from jishi.refusals.door import Trouble
from jishi.supervisor.door import Lines, Supervisor, sole
from zhishou.config.demonstration import is_seeded, refuse_open_demo, seed
from zhishou.config.greeting import accounts
from zhishou.config.preparing import (
    check_pages,
    check_port,
    compile_words,
    database_troubles,
    prepare_data_dir,
    prepare_database,
    refuse_half_restored,
)
from zhishou.config.processes import processes


class Command(BaseCommand):
    help = "Start everything: pages, live updates, background work, tick. Ctrl-C stops it all."
    # The database may not exist yet; the checks that ask it come with the migrations.
    requires_system_checks: tuple[str, ...] = ()
    has_demo_accounts = False

    def handle(self, **_: object) -> None:
        begun = time.monotonic()
        lines = Lines(stream=sys.stdout)
        try:
            with contextlib.suppress(OSError):  # so that even the first trouble is said in both languages
                compile_words()
            data = prepare_data_dir()
            with sole(data / "running.lock") as lock:
                refuse_half_restored()
                check_pages()
                refuse_open_demo()
                check_port(settings.HOST, settings.PORT, setting="ZHISHOU_PORT")
                check_port(settings.HOST, settings.LIVE_PORT, setting="ZHISHOU_LIVE_PORT")
                prepare_database()
                self.prepare_demo(lines)
                Supervisor(
                    processes=processes(),
                    lines=lines,
                    lock=lock,
                    on_ready=lambda: self.greet(lines, seconds=time.monotonic() - begun),
                    grace=timedelta(seconds=10),
                ).run()
        except Trouble as trouble:
            raise SystemExit(str(trouble)) from trouble
        lines.say("值守已停止。 Zhishou has stopped.")

    def prepare_demo(self, lines: Lines) -> None:
        """Fill a demonstration's empty database, once."""
        if settings.DEMO:
            with database_troubles():
                if seed(at=timezone.now()):
                    lines.say("演示数据已生成。 The demonstration's data were made.")
                self.has_demo_accounts = is_seeded()
            connection.close()

    def greet(self, lines: Lines, *, seconds: float) -> None:
        """Say where it is to be found, and who can sign in."""
        lines.say(f"\n  值守已就绪 · Zhishou is ready   {settings.PUBLIC_URL}/   ({seconds:.1f} s)")
        if self.has_demo_accounts:
            lines.say(f"{accounts()}\n")
        lines.say("  停止请按 Ctrl-C · Ctrl-C stops it\n")
