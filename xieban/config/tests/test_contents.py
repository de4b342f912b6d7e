"""Whoever keeps files says which of them it needs; else they are swept away."""

import re
from pathlib import Path

from xieban.config.contents import REFERENCES, referenced

HOUSE = Path(__file__).resolve().parents[2]
KEEPS = re.compile(r"from jishi\.files\.door import [^\n]*\bkeep\b")


def test_every_area_that_keeps_files_is_asked_before_a_content_is_taken_away() -> None:
    keepers = {
        path.relative_to(HOUSE).parts[0]
        for path in HOUSE.rglob("*.py")
        if "tests" not in path.parts and KEEPS.search(path.read_text(encoding="utf-8"))
    }

    asked = {one.__module__.split(".")[1] for one in REFERENCES}
    assert keepers - {"config"} == asked


def test_what_nobody_refers_to_is_needed_by_nobody(db: None) -> None:
    assert referenced({"0" * 64}) == set()
