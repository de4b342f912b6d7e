"""Declare processes and run them as one, until a signal or until one cannot be kept alive."""

from jishi.supervisor.child import answers
from jishi.supervisor.declared import Answers, CannotGoOn, Check, DoesNotStayUp, Process, Says
from jishi.supervisor.lock import sole
from jishi.supervisor.parent import die_with_parent
from jishi.supervisor.running import Supervisor
from jishi.supervisor.shown import Lines

__all__ = [
    "Answers",
    "CannotGoOn",
    "Check",
    "DoesNotStayUp",
    "Lines",
    "Process",
    "Says",
    "Supervisor",
    "answers",
    "die_with_parent",
    "sole",
]
