"""Background doors: every fact about people goes into the audit log."""

from datetime import datetime

from xieban.administration.actions.recording import note_fact, note_probe_key
from xieban.chat.events import ProbeKeyChanged
from xieban.directory.events import DirectoryFact


def on_directory_fact(event: DirectoryFact, *, at: datetime) -> None:
    """Write down what happened to people, posts, units and sign-ins, and who did it."""
    del at
    note_fact(event=event)


def on_probe_key_changed(event: ProbeKeyChanged, *, at: datetime) -> None:
    """Write down that an outside watch got its key for the chat, another one, or has none any more."""
    del at
    note_probe_key(event=event)
