"""What must not stand in any file: work left open, addresses of registries, paths of a machine."""

import re
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT, files, name_of

TEXTS = {
    ".py",
    ".js",
    ".mjs",
    ".html",
    ".css",
    ".toml",
    ".md",
    ".txt",
    ".in",
    ".json",
    ".yaml",
    ".yml",
    ".po",
    ".sh",
    "",
}
LEFT_OPEN = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
MACHINE = re.compile(r"(?<![A-Za-z0-9_.~-])/(work|farm|root|home/[a-z]+)/[A-Za-z.]")
REGISTRY = re.compile(r'https?://|"resolved"|^ *--(extra-)?index-url|^ *--find-links', re.MULTILINE)
HERE = {"tests/architecture/test_words.py"}


def texts() -> list[tuple[str, str]]:
    found = [path for path in files() if path.suffix in TEXTS and name_of(path) not in HERE]
    return [(name_of(path), path.read_text(encoding="utf-8")) for path in found]


def hits(pattern: re.Pattern[str], named: list[tuple[str, str]]) -> list[str]:
    return [f"{name}: {match[0]!r}" for name, text in named for match in pattern.finditer(text)]


def locks() -> list[tuple[str, str]]:
    names = [*(f"requirements/{name}.txt" for name in ("run", "dev", "chat", "pip")), "frontend/package-lock.json"]
    return [(name, (ROOT / name).read_text(encoding="utf-8")) for name in names]


def test_nothing_is_left_open_in_code() -> None:
    code = [(name, text) for name, text in texts() if name.endswith((".py", ".js", ".mjs", ".html"))]

    assert hits(LEFT_OPEN, code) == []


def test_no_path_of_a_machine_is_named() -> None:
    assert hits(MACHINE, [(name, text) for name, text in texts() if name != "LICENSE"]) == []


def test_locks_hold_hashes_and_no_addresses() -> None:
    assert hits(REGISTRY, locks()) == []
    for name, text in locks():
        assert text.count("sha256:" if name.endswith(".txt") else '"integrity"') > 1, name


def test_no_lock_that_records_addresses_is_kept() -> None:
    assert [name_of(path) for path in files() if path.name in {"uv.lock", "pylock.toml", "poetry.lock"}] == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (LEFT_OPEN, "# TODO: later"),
        (MACHINE, "open('/" + "root/.ssh/id')"),
        (REGISTRY, "--index-url x"),
        (REGISTRY, '  "resolved": "x"'),
    ],
)
def test_planted_words_are_found(pattern: re.Pattern[str], text: str) -> None:
    assert hits(pattern, [("planted", text)])


def test_documents_link_to_what_exists() -> None:
    broken = [
        f"{name_of(path)} → {link}"
        for path in files()
        if path.suffix == ".md"
        for link in re.findall(r"\]\(([^)#\s]+)", path.read_text(encoding="utf-8"))
        if not link.startswith(("http://", "https://", "mailto:")) and not (path.parent / Path(link)).exists()
    ]

    assert broken == []
