"""Who gets in: whoever is signed in may measure a PDF."""

DOORS: dict[str, frozenset[str]] = {"layout:check": frozenset({"signed_in"})}
