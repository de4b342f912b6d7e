"""The lines of all processes in one stream, each with the moment and the name before it."""

import os
import time
from dataclasses import dataclass, field
from typing import Final, TextIO

COLOURS: Final = ("36", "33", "35", "32", "34", "31")


@dataclass(slots=True, kw_only=True)
class Lines:
    """Writes prefixed lines; in colour where a person is looking, plain into files and pipes."""

    stream: TextIO
    width: int = 8
    mark: str = ""  # which product speaks, where several share a terminal
    is_plain: bool = False  # the lines bear their moment and name already
    coloured: bool = field(init=False)
    seen: list[str] = field(init=False, default_factory=list)
    last: str = field(init=False, default="")
    reader_is_gone: bool = field(init=False, default=False)

    def __post_init__(self) -> None:
        self.coloured = (self.stream.isatty() or bool(os.environ.get("FORCE_COLOR"))) and not os.environ.get(
            "NO_COLOR"
        )

    def write(self, name: str, line: str) -> None:
        """Write one line of one process."""
        if self.is_plain:
            self.say(line)
            return
        prefix = f"{time.strftime('%H:%M:%S')} {self.mark}{name:<{self.width}} │"
        if self.coloured:
            if name not in self.seen:
                self.seen.append(name)
            prefix = f"\x1b[{COLOURS[self.seen.index(name) % len(COLOURS)]}m{prefix}\x1b[0m"
        self.say(f"{prefix} {line}")

    def say(self, text: str) -> None:
        """Write words of the product's own, without a prefix."""
        self.last = text
        try:
            self.stream.write(f"{text}\n")
            self.stream.flush()
        except BrokenPipeError:
            self.reader_is_gone = True
            os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())
