"""Background doors: every fact about people goes into the audit log."""

from datetime import datetime

from xieban.administration.actions.recording import note_fact
from xieban.directory.events import DirectoryFact


def on_directory_fact(event: DirectoryFact, *, at: datetime) -> None:
    """Write down what happened to people, posts, units and sign-ins, and who did it."""
    del at
    note_fact(event=event)
