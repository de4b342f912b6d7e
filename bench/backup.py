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
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.deployments import Deployment

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
DOCUMENTS, FILES_EACH, FILE_SIZE = int(os.environ.get("XIEBAN_BENCH_DOCUMENTS", "5000")), 3, 40_000
SECONDS = 120
TEXT = "<p>" + "关于做好救灾物资储备工作的通知，请各单位认真落实。" * 20 + "</p>"


def lay() -> None:
    """Draft so many documents by the office's own actions, each with its text and files that share nothing."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "xieban.config.settings"
    import django  # noqa: PLC0415 - settings first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - as above
    from django.db import transaction  # noqa: PLC0415 - as above

    from jishi.deployment.door import prepare_data_dir  # noqa: PLC0415 - as above
    from jishi.files.door import keep  # noqa: PLC0415 - as above
    from xieban.config.demonstration import seed  # noqa: PLC0415 - as above
    from xieban.directory.queries import find_person  # noqa: PLC0415 - as above
    from xieban.documents.actions import Draft, draft_document  # noqa: PLC0415 - as above
    from xieban.documents.queries.bodies import body_of  # noqa: PLC0415 - as above
    from xieban.documents.rules import DocumentType, Kind  # noqa: PLC0415 - as above
    from xieban.writing.actions import attach_kept, save_revision  # noqa: PLC0415 - as above

    now = datetime.now(tz=UTC)
    prepare_data_dir()
    call_command("migrate", verbosity=0)
    seed(at=now - timedelta(days=1), documents=0)
    drafter = find_person("jiangyan")
    assert drafter is not None
    for number in range(DOCUMENTS):
        kept = [
            keep(io.BytesIO(secrets.token_bytes(FILE_SIZE)), name=f"附件{turn}.dat") for turn in range(FILES_EACH)
        ]
        with transaction.atomic():
            draft = Draft(kind=Kind.DISPATCH, title=f"关于储备工作的通知{number}", type=DocumentType.NOTICE)
            body = body_of(draft_document(draft=draft, by=drafter, at=now))
            assert body is not None
            save_revision(body=body, html=TEXT, on_revision=body.last_number, by=drafter, at=now)
            attach_kept(body=body, kept=kept, by=drafter, at=now)


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
