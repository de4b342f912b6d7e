"""`start`: prepare, then run every process of the product under one supervisor."""

import contextlib
import sys
import time
from datetime import timedelta

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils import timezone
from django.utils.module_loading import import_string

from jishi.backup.door import CannotBackUp
from jishi.deployment.apart import apart
from jishi.deployment.declared import Demonstration, Identity, identity
from jishi.deployment.keeping import keep_demonstration
from jishi.deployment.loaded import load_all
from jishi.deployment.ports import held, needed
from jishi.deployment.preparing import (
    check_pages,
    compile_words,
    database_troubles,
    prepare_data_dir,
    prepare_database,
    refuse_half_restored,
    refuse_open_demo,
)
from jishi.deployment.processes import count_together, processes
from jishi.refusals.door import Trouble
from jishi.supervisor.door import Lines, Supervisor, sole


class Command(BaseCommand):
    help = "Start everything: pages, live updates, background work, tick. Ctrl-C stops it all."
    # The database may not exist yet; the checks that ask it come with the migrations.
    requires_system_checks: tuple[str, ...] = ()
    demo_accounts = ""

    def handle(self, **_: object) -> None:
        begun, who = time.monotonic(), identity()
        lines = Lines(stream=sys.stdout, mark=f"{who.chinese} ")
        try:
            with contextlib.suppress(OSError):  # so that even the first trouble is said in both languages
                compile_words()
            data = prepare_data_dir()
            with sole(data / "running.lock") as lock:
                refuse_half_restored()
                count_together()
                check_pages()
                refuse_open_demo()
                if settings.CHECKED_BEFORE_START:
                    import_string(settings.CHECKED_BEFORE_START)(at=timezone.now())
                with held(needed()):
                    prepare_database()
                    self.prepare_demo(lines)
                    declared = processes()
                    self.check()
                    load_all(declared)
                    Supervisor(
                        processes=declared,
                        lines=lines,
                        lock=lock,
                        on_ready=lambda: self.greet(lines, who, seconds=time.monotonic() - begun),
                        grace=timedelta(seconds=10),
                    ).run()
        except Trouble as trouble:
            raise SystemExit(str(trouble)) from trouble
        lines.say(f"{who.chinese}已停止。 {who.english} has stopped.")

    def prepare_demo(self, lines: Lines) -> None:
        """Fill a demonstration's empty database, once; back it up."""
        if settings.DEMO:
            demonstration: Demonstration = import_string(settings.DEMONSTRATION)
            with database_troubles():
                apart(lambda: self._seed(demonstration, lines))
                self.demo_accounts = demonstration.accounts() if demonstration.is_seeded() else ""
                try:
                    keep_demonstration(at=timezone.now())
                except CannotBackUp as trouble:
                    lines.say(str(trouble))  # to look around, one needs no backup
            connection.close()

    def _seed(self, demonstration: Demonstration, lines: Lines) -> None:
        with database_troubles():
            if demonstration.seed(at=timezone.now()):
                lines.say("演示数据已生成。 The demonstration's data were made.")

    def greet(self, lines: Lines, who: Identity, *, seconds: float) -> None:
        """Say where it is to be found, and who can sign in."""
        lines.say(f"\n  {who.chinese}已就绪 · {who.english} is ready   {settings.PUBLIC_URL}/   ({seconds:.1f} s)")
        if self.demo_accounts:
            lines.say(f"{self.demo_accounts}\n")
        lines.say("  停止请按 Ctrl-C · Ctrl-C stops it\n")
