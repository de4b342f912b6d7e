"""The administration API under load: the list of stuck instances among 100,000, read by a program over HTTP.

Claim, on PostgreSQL, with server, database and load on two cores: p99 under 200 ms, for each cause and for all of
them at once. Laid as `bench/inbox.py` lays; then one open instance in ten loses whoever could act.
`python bench/stuck.py`.
"""

import json
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
CAUSES = ("nobody", "failed", "unanswered", "timer", "lost", "still")
NOBODY = "UPDATE flows_candidate SET is_open = false WHERE is_open AND instance_id % 120 = 0"


def lay(folder: Path) -> None:
    """Lay what the inbox is measured on, let some instances be stuck, and leave a token in `known.json`."""
    from bench.inbox import lay as lay_instances  # noqa: PLC0415 - after the path

    lay_instances(folder)
    from django.db import connection  # noqa: PLC0415 - settings first

    from xieban.administration.actions import make_token  # noqa: PLC0415 - as above
    from xieban.directory.models import Person  # noqa: PLC0415 - as above

    now = datetime.now(tz=UTC)
    with connection.cursor() as cursor:
        cursor.execute(NOBODY)
        cursor.execute("ANALYZE")
    owner = Person.objects.get(username="wangzhiqiang")
    week = now + timedelta(days=7)
    made = make_token(name="bench", scopes=["instances:read"], expires_at=week, by=owner, at=now)
    (folder / "known.json").write_text(json.dumps({"token": made.raw}), encoding="utf-8")


def main() -> int:
    if sys.argv[1:2] == ["lay"]:
        lay(Path(sys.argv[2]))
        return 0
    from bench._load import request  # noqa: PLC0415 - after the path
    from bench._office import served  # noqa: PLC0415 - as above
    from bench.desk import Claim, Manner, measure  # noqa: PLC0415 - as above
    from bench.inbox import INSTANCES  # noqa: PLC0415 - as above

    kept = []
    with served(__file__, told=f"{INSTANCES:,} instances") as office:
        headers = [f"Authorization: Bearer {office.known['token']}"]
        for name in ("any", *CAUSES):
            asked = "stuck=true" if name == "any" else f"cause={name}"
            path = f"/admin/api/v1/instances?{asked}"
            requests = [request("GET", path, port=office.product.port, headers=headers)]
            claim = Claim(name=f"stuck: {name}", least={}, p99=200)
            kept.append(measure(office.product, claim, requests, Manner(clients=1)))
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
