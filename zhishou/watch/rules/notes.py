"""What users are told about a trouble, stage by stage."""

from enum import StrEnum


class Stage(StrEnum):
    """How far the work on a trouble is, as its users are told."""

    LOOKING = "looking"
    FOUND = "found"
    MENDING = "mending"
    OVER = "over"
    NOTICE = "notice"
