"""Configure logging once, for our own lines and those of every library."""

import logging
import logging.config
import sys
from typing import Any, Final

import structlog

# Says that a process is ready, whatever the level: who started it waits for these words.
READY: Final = "ready"
# What is added to every line, whoever wrote it.
SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    structlog.processors.StackInfoRenderer(),
]


def logging_of(*, as_json: bool, level: str, with_time: bool = True) -> dict[str, Any]:
    """Return Django's LOGGING: one stream to standard error, and our own lines sent the same way.

    Lines for people go without the moment where whoever gathers them writes it; JSON always bears it.
    """
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "lines": {
                "()": structlog.stdlib.ProcessorFormatter,
                "processors": _rendering(as_json=as_json, with_time=with_time),
                "foreign_pre_chain": SHARED,
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Django's own handlers would write a second line for each.
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": level, "propagate": True},
            # Each request and each statement is too much, whatever the level.
            "django.db.backends": {"level": "INFO"},
            "asyncio": {"level": "INFO"},
            "django_tasks": {"level": "WARNING"},
            READY: {"level": "INFO"},
        },
    }


def _rendering(*, as_json: bool, with_time: bool) -> list[Any]:
    strip = structlog.stdlib.ProcessorFormatter.remove_processors_meta
    if as_json:
        to_json = structlog.processors.JSONRenderer(ensure_ascii=False, default=str)
        return [strip, structlog.processors.format_exc_info, to_json]
    # The plain trace: the rich one prints every local variable, secrets among them.
    to_line = structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), pad_event_to=40, exception_formatter=structlog.dev.plain_traceback
    )
    return [strip, _short_time if with_time else _no_time, to_line]


def _short_time(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    """Keep the time of day, UTC; the date of a line on the console is today's."""
    event["timestamp"] = f"{event['timestamp'][11:23]}Z"
    return event


def _no_time(_logger: object, _method: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    event.pop("timestamp", None)
    return event


def apply(*, as_json: bool, level: str, with_time: bool = True) -> None:
    """Configure a process that has no Django settings."""
    logging.config.dictConfig(logging_of(as_json=as_json, level=level, with_time=with_time))
