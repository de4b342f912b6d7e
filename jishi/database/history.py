"""Which migrations this version of the product knows."""

from django.db.migrations.loader import MigrationLoader


def known_migrations(loader: MigrationLoader) -> set[tuple[str, str]]:
    """Return the area and name of every migration that is there, and of those that one of them stands for.

    A database or an archive that bears another name was made by a newer version.
    """
    there = set(loader.disk_migrations)
    replaced = {name for one in loader.disk_migrations.values() for name in one.replaces}
    return there | replaced
