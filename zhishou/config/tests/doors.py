"""Who gets in by which address of the composition root."""

DOORS: dict[str, frozenset[str]] = {
    "api-1:openapi-json": frozenset({"anyone"}),
}
# Not rooms of ours: the answer to an unknown address, and the library's root of its own address list.
NO_DOORS = frozenset({"api-missing", "api-1:api-root"})
