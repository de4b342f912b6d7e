import re
from pathlib import Path

from django.conf import settings

from zhishou.systems.connectors.registry import connectors
from zhishou.systems.rules.catalogue import CHECKS


def test_every_check_is_done_by_every_kind_that_it_names_and_no_other() -> None:
    declared = {(one.id, kind.value) for one in CHECKS.values() for kind in one.kinds}
    done = {(check, kind) for kind, connector in connectors().items() for check in connector.checks}

    assert declared == done


def test_every_check_says_what_to_do_and_is_worst_judged_last() -> None:
    for one in CHECKS.values():
        assert all(one.name), one.id
        assert all(one.advice), one.id
        assert one.link, one.id
        assert not (one.warn and one.critical) or one.warn.is_milder_than(one.critical), one.id


def test_the_reference_lists_every_check_with_its_window_and_no_other() -> None:
    page = (Path(settings.BASE_DIR) / "docs/reference/checks.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| ([A-Z]+-\d\d) \|(?:[^|]*\|){4} ([^|]*) \|", page, re.MULTILINE)

    assert sorted(rows) == sorted((one.id, one.window) for one in CHECKS.values())
