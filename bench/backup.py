"""Backup and restore of Xieban: documents with files out of one deployment, into an empty one, on both engines.

Claim: every row of every table and every file comes back equal, and each way takes under two minutes for 5,000
documents with three files each. `python bench/backup.py`; `XIEBAN_BENCH_DOCUMENTS` sets another number.
"""

import io
import os
import secrets
import subprocess
import sys
import tempfile
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jishi.files.door import Kept
    from tests.deployments import Deployment
    from xieban.documents.models import Document

Rows = dict[Any, list[Any]]
HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
DOCUMENTS, FILES_EACH, FILE_SIZE = int(os.environ.get("XIEBAN_BENCH_DOCUMENTS", "5000")), 3, 40_000
SECONDS, AT_ONCE = 120, 100
TEXT = "<p>" + "关于做好救灾物资储备工作的通知，请各单位认真落实。" * 20 + "</p>"


def lay() -> None:
    """Draft one document by the office's own actions, and lay its rows so often, each with files of its own."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "xieban.config.settings"
    import django  # noqa: PLC0415 - settings first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - as above
    from django.db import transaction  # noqa: PLC0415 - as above

    from jishi.deployment.door import prepare_data_dir  # noqa: PLC0415 - as above
    from jishi.files.door import Kept, keep  # noqa: PLC0415 - as above
    from xieban.config.demonstration import seed  # noqa: PLC0415 - as above

    now = datetime.now(tz=UTC)
    prepare_data_dir()
    call_command("migrate", verbosity=0)
    seed(at=now - timedelta(days=1), documents=0)

    def kept(turn: int) -> Kept:
        return keep(io.BytesIO(secrets.token_bytes(FILE_SIZE)), name=f"附件{turn}.dat")

    pattern = rows_of(drafted([kept(turn) for turn in range(FILES_EACH)], at=now))
    with ThreadPoolExecutor(8) as together:  # each waits for the disk most of its time
        for start in range(1, DOCUMENTS, AT_ONCE):
            many = min(AT_ONCE, DOCUMENTS - start)
            files = iter(together.map(kept, [turn for _copy in range(many) for turn in range(FILES_EACH)]))
            with transaction.atomic():
                copy(pattern, many=many, files=files)


def drafted(kept: "list[Kept]", *, at: datetime) -> "Document":
    """Draft one document with its text and files."""
    from xieban.directory.queries import find_person  # noqa: PLC0415 - after set-up
    from xieban.documents.actions import Draft, draft_document  # noqa: PLC0415 - as above
    from xieban.documents.queries.bodies import body_of  # noqa: PLC0415 - as above
    from xieban.documents.rules import DocumentType, Kind  # noqa: PLC0415 - as above
    from xieban.writing.actions import attach_kept, save_revision  # noqa: PLC0415 - as above

    drafter = find_person("jiangyan")
    assert drafter is not None
    draft = Draft(kind=Kind.DISPATCH, title="关于储备工作的通知", type=DocumentType.NOTICE)
    document = draft_document(draft=draft, by=drafter, at=at)
    body = body_of(document)
    assert body is not None
    save_revision(body=body, html=TEXT, on_revision=body.last_number, by=drafter, at=at)
    attach_kept(body=body, kept=kept, by=drafter, at=at)
    return document


def rows_of(document: "Document") -> "Rows":
    """Return every row that the draft left, by table, those first that others point at."""
    from django.db.models import QuerySet  # noqa: PLC0415 - after set-up

    from xieban.config.history import OF_DOCUMENT, OF_INSTANCE  # noqa: PLC0415 - after set-up
    from xieban.flows.models import Instance  # noqa: PLC0415 - as above
    from xieban.writing.models import Attachment, Body, Revision  # noqa: PLC0415 - as above

    document.refresh_from_db()
    rows: Rows = {Instance: [document.instance]}
    rows |= {one: list(QuerySet(one).filter(instance=document.instance_id)) for one in OF_INSTANCE}
    rows |= {type(document): [document]}
    rows |= {one: list(QuerySet(one).filter(document=document.pk)) for one in OF_DOCUMENT}
    rows[Body] = list(Body.objects.filter(key=str(document.uuid)))
    rows |= {one: list(QuerySet(one).filter(body__in=rows[Body])) for one in (Revision, Attachment)}
    return {model: sorted(found, key=lambda row: row.pk) for model, found in rows.items()}


def copy(pattern: "Rows", *, many: int, files: "Iterator[Kept]") -> None:
    """Lay so many copies of all these rows; each has keys and files of its own."""
    from jishi.database.door import insert_all, new_row  # noqa: PLC0415 - after set-up

    keys: dict[tuple[int, object, int], int] = {}
    named: dict[tuple[int, str], str] = {}
    for model, found in pattern.items():
        made = []
        for number in range(many):
            for row in found:
                columns = {one.attname: getattr(row, one.attname) for one in model._meta.concrete_fields}
                columns.pop(model._meta.pk.attname)
                for one in model._meta.concrete_fields:
                    if one.is_relation:
                        old = columns[one.attname]
                        columns[one.attname] = keys.get((number, one.related_model, old), old)
                    elif one.name == "uuid":
                        named[number, str(columns.pop("uuid"))] = fresh = str(uuid.uuid4())
                        columns["uuid"] = fresh
                    elif one.name == "key":
                        columns["key"] = named[number, columns["key"]]
                if model.__name__ == "Attachment":
                    file = next(files)
                    columns |= {"sha256": file.sha256, "size": file.size, "name": file.name}
                made.append((number, row.pk, new_row(model, **columns)))
        insert_all([row for _number, _key, row in made])
        keys |= {(number, model, key): row.pk for number, key, row in made}


def main() -> int:
    if sys.argv[1:2] == ["lay"]:
        lay()
        return 0
    from bench._databases import fresh  # noqa: PLC0415 - after the path
    from tests.deployments import Deployment, database_of  # noqa: PLC0415 - as above

    kept = []
    for engine, given, folder in fresh():
        url = given.get("DATABASE_URL", "") if engine == "PostgreSQL" else ""
        environment = {**given, "XIEBAN_DATA_DIR": str(folder / "here"), "XIEBAN_DEMO": "true"}
        begun = time.monotonic()
        subprocess.run([sys.executable, __file__, "lay"], env=environment, check=True, cwd=HOME)
        print(f"{engine}: {DOCUMENTS:,} documents laid in {time.monotonic() - begun:.0f} s", flush=True)
        with tempfile.TemporaryDirectory() as aside:
            here = Deployment(folder / "here", url, product="xieban")
            if engine == "PostgreSQL":
                with database_of(url.rpartition("/")[0] + "/postgres") as empty:
                    kept.append(there_and_back(here, Deployment(Path(aside) / "data", empty, product="xieban")))
            else:
                kept.append(there_and_back(here, Deployment(Path(aside) / "data", "", product="xieban")))
    return int(not kept or not all(kept))


def there_and_back(here: "Deployment", there: "Deployment") -> bool:
    """Back up, restore, compare; say how long and how much."""
    archive = here.data.parent / "archive.tar.gz"
    seconds = {}
    for name, one, arguments in (("backup", here, ("backup",)), ("restore", there, ("restore",))):
        begun = time.monotonic()
        done = one.run(*arguments, str(archive))
        seconds[name] = time.monotonic() - begun
        if done.returncode:
            raise SystemExit(f"{name} failed:\n{done.stderr[-2000:]}")
    rows, files = here.rows(), here.files()
    equal = there.rows() == rows and there.files() == files
    size, counted = archive.stat().st_size / 2**20, sum(map(len, rows.values()))
    print(
        f"  backup {seconds['backup']:.1f} s, restore {seconds['restore']:.1f} s; {counted:,} rows of {len(rows)}"
    )
    print(
        f"  tables, {len(files):,} files, archive {size:.0f} MB; all equal: {'yes' if equal else 'NO'}", flush=True
    )
    return equal and max(seconds.values()) < SECONDS


if __name__ == "__main__":
    sys.exit(main())
