"""Make an archive of the database and the files, and bring one back."""

import secrets
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext_noop

from jishi.backup.archive import add_file, add_manifest, new_archive, unpack
from jishi.backup.beside import Beside
from jishi.backup.declared import DATABASE, FILES, FORMAT, CannotBackUp, Manifest, Piece
from jishi.backup.engines import engine
from jishi.backup.scratch import scratch
from jishi.database.door import known_migrations
from jishi.refusals.door import why_of

__all__ = ["Beside", "CannotBackUp", "Manifest", "Place", "Restored", "back_up", "interrupted", "restore"]

MARK = "restore-unfinished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where one product keeps its things: the files to save, parts beside, a folder on the same disk to work in."""

    product: str
    version: str
    files: Path
    scratch: Path
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was brought back, and where that lies which had been there before, if anything."""

    manifest: Manifest
    aside: Path | None


def back_up(place: Place, *, target: Path, at: datetime) -> tuple[Path, Manifest]:
    """Write an archive to a new file, or under a name of its own into a folder; work may go on meanwhile."""
    if target.is_dir():
        target = target / f"{place.product}-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}.tar.gz"
    if target.exists():
        raise CannotBackUp(gettext_noop("%(target)s exists: name another file, or a folder."), target=target)
    if not target.parent.is_dir():
        raise CannotBackUp(
            gettext_noop("There is no folder %(folder)s: make it, or name another."), folder=target.parent
        )
    with scratch(place.scratch) as copy:
        manifest = _written(place, copy, target=target, at=at)
    return target, manifest


def _written(place: Place, copy: Path, *, target: Path, at: datetime) -> Manifest:
    try:
        snapshot = engine().dump(copy / DATABASE)
        with new_archive(target) as tar:
            pieces = {DATABASE: add_file(tar, DATABASE, copy / DATABASE)} | {
                name: add_file(tar, name, path) for name, path in _files(place.files)
            }
            # Later than ours: what they have besides does no harm, what they lacked would.
            for part in place.beside:
                pieces |= {name: add_file(tar, name, path) for name, path in part.pieces(copy)}
            manifest = _manifest(place, snapshot.tables, snapshot.migrations, pieces, at)
            add_manifest(tar, manifest)
    except OSError as error:
        raise CannotBackUp(
            gettext_noop("The backup cannot be written (%(why)s): nothing was left behind."), why=why_of(error)
        ) from error
    return manifest


def _manifest(
    place: Place, tables: dict[str, int], migrations: tuple[str, ...], pieces: dict[str, Piece], at: datetime
) -> Manifest:
    return Manifest(
        format=FORMAT,
        product=place.product,
        version=place.version,
        made_at=at.astimezone(UTC).isoformat(),
        engine=engine().name,
        tables=tables,
        migrations=migrations,
        pieces=pieces,
    )


def _files(folder: Path) -> list[tuple[str, Path]]:
    """Return every file with its name in the archive; in a folder whose name begins with a dot nothing is whole."""
    found = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file()
        and not path.is_symlink()
        and not any(part.startswith(".") for part in path.relative_to(folder).parts[:-1])
    )
    return [(FILES + path.relative_to(folder).as_posix(), path) for path in found]


def restore(place: Place, *, archive: Path, into_nonempty: bool, at: datetime) -> Restored:
    """Bring an archive back, all of it or nothing; everything is proven before anything is touched.

    Stop the product first. What lay there before is moved aside, not removed; a PostgreSQL database is replaced.
    """
    empty = engine().is_empty() and not _files(place.files) and not any(one.there() for one in place.beside)
    if not empty and not into_nonempty:
        raise CannotBackUp(
            gettext_noop("There are data here already: stop everything, then say --into-nonempty to replace them.")
        )
    with scratch(place.scratch) as fresh:
        try:
            manifest = unpack(archive, fresh)
            _suits(place, manifest)
            engine().check(fresh / DATABASE, manifest.tables)
            aside = place.scratch / f"replaced-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(2)}"
            moved_aside = _put_in_place(place, manifest, fresh, aside)
        except OSError as error:
            raise CannotBackUp(
                gettext_noop("The archive cannot be brought back (%(why)s): nothing was changed."),
                why=why_of(error),
            ) from error
    return Restored(manifest=manifest, aside=aside if moved_aside else None)


def _suits(place: Place, manifest: Manifest) -> None:
    if manifest.product != place.product:
        raise CannotBackUp(
            gettext_noop("This is an archive of %(theirs)s, not of %(ours)s."),
            theirs=manifest.product,
            ours=place.product,
        )
    if manifest.engine != engine().name:
        raise CannotBackUp(
            gettext_noop("The archive is of %(theirs)s, the database is %(ours)s: set DATABASE_URL to match."),
            theirs=manifest.engine,
            ours=engine().name,
        )
    loader = MigrationLoader(None)
    known, apps = {f"{app}.{name}" for app, name in known_migrations(loader)}, loader.migrated_apps
    newer = [name for name in manifest.migrations if name.partition(".")[0] in apps and name not in known]
    strange = [name for name in manifest.migrations if name.partition(".")[0] not in apps]
    if newer or strange:
        raise CannotBackUp(
            gettext_noop("A newer version, %(version)s, made the archive (%(name)s): install that one."),
            version=manifest.version,
            name=(newer + strange)[0],
        )


def _put_in_place(place: Place, manifest: Manifest, fresh: Path, aside: Path) -> bool:
    """Rename the old away and the new in, then load; on any trouble everything goes back to where it was."""
    (fresh / FILES).mkdir(exist_ok=True)
    aside.mkdir(mode=0o700)
    moves = engine().moves(fresh / DATABASE, aside)
    if place.files.exists():
        moves.append((place.files, aside / "files"))
    moves.append((fresh / FILES, place.files))
    for part in place.beside:
        moves += part.moves(fresh, aside)
    mark = place.scratch / MARK
    mark.write_text(f"{aside}\n", encoding="utf-8")
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            source.rename(target)
            done.append((source, target))
        for part in place.beside:
            part.load()
        engine().load(fresh / DATABASE, manifest.tables)
    except BaseException:
        for source, target in reversed(done):
            target.rename(source)
        aside.rmdir()
        mark.unlink()
        raise
    mark.unlink()
    if _files(aside):
        return True
    shutil.rmtree(aside)
    return False


def interrupted(place: Place) -> CannotBackUp | None:
    """Say so if a restore was killed while it put things in place; nothing may start before it was done again."""
    mark = place.scratch / MARK
    if not mark.exists():
        return None
    aside = mark.read_text(encoding="utf-8").strip()
    return CannotBackUp(
        gettext_noop(
            "A restore was interrupted: run `restore FILE --into-nonempty` once more; "
            "what lay here before is in %(aside)s."
        ),
        aside=aside,
    )
