"""Who gets in: whoever is signed in may search; what is found he may see anyway."""

DOORS: dict[str, frozenset[str]] = {"finding:search": frozenset({"signed_in"})}
