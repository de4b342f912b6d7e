"""`zhishou agent`: runs the agent of a host, and makes and revokes the keys of agents."""

import signal
import threading
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError, CommandParser
from django.utils import timezone

from jishi.commands.door import PagelessCommand
from jishi.refusals.door import Refusal
from zhishou.systems.actions import make_agent, revoke_agent
from zhishou.systems.connectors.agent.host.telling import Agent, Refused, WrongAgentFile
from zhishou.systems.models import ManagedSystem
from zhishou.systems.queries import agents_of, every_system


class Command(PagelessCommand):
    help = "Runs the agent of a host; makes and revokes the keys of agents."

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True)
        run = verbs.add_parser("run", help="Measure this host and tell the platform, until stopped.")
        run.add_argument("file", type=Path, help="The agent's own file (TOML).")
        run.add_argument("--once", action="store_true", help="Measure and tell once.")
        for verb, words in (
            ("make", "Make the key of an agent and print it, once."),
            ("revoke", "Take nothing by an agent's key any more."),
        ):
            one = verbs.add_parser(verb, help=words)
            one.add_argument(
                "system", help="The system: CONTRACT/SYSTEM, or SYSTEM where there is one of that code."
            )
            one.add_argument("name", help="The agent's name, as connectors address it.")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["verb"] == "run":
            self._run(options["file"], once=options["once"])
            return
        system, at = self._system(options["system"]), timezone.now()
        try:
            if options["verb"] == "make":
                self.stdout.write(make_agent(system=system, name=options["name"], by=None, at=at).raw)
                return
        except Refusal as error:
            raise CommandError(str(error)) from None
        agent = agents_of(system).filter(name=options["name"]).first()
        if agent is None:
            raise CommandError(f"{system.code} has no agent “{options['name']}” that counts.")
        revoke_agent(agent=agent, by=None, at=at)
        self.stdout.write(f"Revoked: {agent.name}.")

    def _system(self, named: str) -> ManagedSystem:
        contract, _sep, code = named.rpartition("/")
        found = [
            one for one in every_system() if one.code == code and contract in {"", one.contract.engagement.code}
        ]
        if len(found) != 1:
            raise CommandError(f"{len(found)} systems are called “{named}”; name it as CONTRACT/SYSTEM.")
        return found[0]

    def _run(self, file: Path, *, once: bool) -> None:
        try:
            agent = Agent.read(file)
        except WrongAgentFile as error:
            raise CommandError(str(error)) from None
        stop = threading.Event()
        try:
            if once:
                agent.tell(agent.look(patience_s=60))
                self.stdout.write("Told.")
                return
            for number in (signal.SIGINT, signal.SIGTERM):
                signal.signal(number, lambda *_: stop.set())
            self.stdout.write(f"The agent is ready: it tells {agent.url} every {agent.every:g} seconds.")
            self.stdout.flush()
            agent.run(stop=stop, say=self._say)
        except Refused as error:
            raise CommandError(f"{error}: make a new key with `zhishou agent make`.") from None
        except OSError as error:
            raise CommandError(f"The platform cannot be reached: {error}.") from None

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()
