"""Who gets in: anybody may choose a language."""

DOORS: dict[str, frozenset[str]] = {"pages:language": frozenset({"anyone"})}
