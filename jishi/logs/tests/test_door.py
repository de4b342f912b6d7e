import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
import structlog
from django.conf import settings

from jishi.logs.door import READY, logging_of


@pytest.fixture
def level() -> str:
    return "INFO"


@pytest.fixture
def lines(level: str) -> Iterator[Callable[[], list[dict[str, str]]]]:
    logging.config.dictConfig(logging_of(as_json=True, level=level))
    written = StringIO()
    handlers = [each for each in logging.getLogger().handlers if isinstance(each, logging.StreamHandler)]
    handlers[0].setStream(written)
    yield lambda: [json.loads(line) for line in written.getvalue().splitlines()]
    logging.config.dictConfig(settings.LOGGING)


def test_a_line_of_ours_bears_what_is_bound(lines: Callable[[], list[dict[str, str]]]) -> None:
    with structlog.contextvars.bound_contextvars(request="a1b2c3"):
        structlog.get_logger("desk").info("A ticket was opened.", number="T-7")

    (line,) = lines()
    assert line["event"] == "A ticket was opened."
    assert (line["request"], line["number"], line["logger"], line["level"]) == ("a1b2c3", "T-7", "desk", "info")


def test_a_line_of_a_library_looks_the_same(lines: Callable[[], list[dict[str, str]]]) -> None:
    with structlog.contextvars.bound_contextvars(task="0b1c"):
        logging.getLogger("some.library").warning("Took %s ms", 12)

    (line,) = lines()
    assert line["event"] == "Took 12 ms"
    assert line["task"] == "0b1c"


def test_a_fault_is_one_line_with_its_trace(lines: Callable[[], list[dict[str, str]]]) -> None:
    logging.getLogger("desk").error("It broke.", exc_info=ValueError("坏了"))

    (line,) = lines()
    assert "ValueError: 坏了" in line["exception"]


def test_lines_for_people_go_without_the_moment_where_the_supervisor_writes_it() -> None:
    written = {}
    for with_time in (True, False):
        logging.config.dictConfig(logging_of(as_json=False, level="INFO", with_time=with_time))
        handlers = [each for each in logging.getLogger().handlers if isinstance(each, logging.StreamHandler)]
        handlers[0].setStream(stream := StringIO())
        structlog.get_logger("tick").info("The tick is ready.")
        written[with_time] = stream.getvalue()
    logging.config.dictConfig(settings.LOGGING)

    assert written[True].split(" ", 1)[0].endswith("Z")
    assert written[False].startswith("[info")


@pytest.mark.parametrize("level", ["WARNING", "ERROR"])
def test_whoever_waits_for_a_process_hears_that_it_is_ready_at_any_level(
    level: str, lines: Callable[[], list[dict[str, str]]]
) -> None:
    structlog.get_logger(READY).info("The worker is ready.")
    structlog.get_logger("worker").info("Something else.")

    assert [line["event"] for line in lines()] == ["The worker is ready."]
