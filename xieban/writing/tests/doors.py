"""Who gets in: whomever the holder of a text lets; `test_files` asks every address."""

DOORS: dict[str, frozenset[str]] = {}
NO_DOORS = frozenset(
    f"writing:{name}"
    for name in (
        "edit", "keep", "drop", "rebase", "meet", "leave", "word", "revisions", "revision", "compare",
        "attach", "file", "thumbnail", "first_page", "move", "remove",
    )
)  # fmt: skip
