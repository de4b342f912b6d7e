"""The inbox under load: Xieban as `make run` starts it, over 100,000 instances of 200 people, 8 clients over HTTP.

Claim, on PostgreSQL, with server, database and load on two cores: the page of the inbox under 100 ms (p99) for the
eight busiest, who have hundreds of things to do and thousands that they had a hand in. What was laid is vacuumed,
as a server's autovacuum would have done by then: an index answers alone only after that. `python bench/inbox.py`.
"""

import json
import os
import sys
from datetime import timedelta
from pathlib import Path

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
INSTANCES, PEOPLE, BUSY = int(os.environ.get("XIEBAN_BENCH_INSTANCES", "100000")), 200, 8
BOXES = ("open", "open&late=1", "open&urgent=1", "open&q=采购", "read", "underway", "done", "begun",
    "supervised")  # fmt: skip
WHOLE = "every box"

# Every twelfth instance is open, at one of the eight; each has its starter's seat and a head's, two copies to read
# in a hundred, and a deadline that has passed for half of those that are open.
LAYING = """
INSERT INTO flows_instance (id, uuid, version_id, title, starter_id, status, variables, step, last_number,
  facts_count, started_at, moved_at, ended_at)
SELECT n, gen_random_uuid(), %(version)s,
  '关于' || (ARRAY['采购办公设备','修缮仓库','举办培训','拨付经费'])[1 + n %% 4] || '的申请 第' || n || '号',
  (%(people)s::int[])[1 + n %% %(count)s], CASE WHEN n %% 12 = 0 THEN 'running' ELSE 'finished' END,
  jsonb_build_object('urgency', CASE WHEN n %% 20 = 0 THEN '特急' ELSE '普通' END), 3, 9, 0,
  %(at)s - n * interval '5 minutes', %(at)s - n * interval '4 minutes',
  CASE WHEN n %% 12 = 0 THEN NULL ELSE %(at)s - n * interval '4 minutes' END FROM generate_series(1, %(most)s) n;
INSERT INTO flows_token (id, instance_id, number, node, node_name, state, within, via, parents, path, cause,
  back_to, since, until, ending, born, died, undone, attempts, trouble)
SELECT 2 * n - 1 + k, n, 1 + k, CASE k WHEN 0 THEN 'L1' ELSE 'L2' END,
  CASE k WHEN 0 THEN '申请' ELSE '处室负责人审批' END,
  CASE WHEN k = 1 AND n %% 12 = 0 THEN 'resting' ELSE 'ended' END, 0, '', '[]', '[]', 0, 0, started_at,
  CASE WHEN k = 1 AND n %% 12 = 0 THEN NULL ELSE moved_at END,
  CASE WHEN k = 1 AND n %% 12 = 0 THEN '' ELSE 'passed' END, 1 + k,
  CASE WHEN k = 1 AND n %% 12 = 0 THEN 0 ELSE 2 + k END, 0, 0, ''
FROM generate_series(1, %(most)s) n JOIN flows_instance ON flows_instance.id = n, generate_series(0, 1) k;
INSERT INTO flows_seat (id, uuid, instance_id, token_id, number, turn, state, person_id, decision, origin, lent,
  since, until, born, died)
SELECT t.id, gen_random_uuid(), t.instance_id, t.id, 10 + t.number, 0,
  CASE WHEN t.state = 'ended' THEN 'done' ELSE 'open' END,
  CASE t.number WHEN 1 THEN i.starter_id ELSE (%(people)s::int[])[1 + (i.id / 12) %% %(busy)s] END,
  CASE WHEN t.state = 'ended' THEN 'agree' ELSE '' END, 0, false, t.since, t.until, t.born, t.died
FROM flows_token t JOIN flows_instance i ON i.id = t.instance_id;
INSERT INTO flows_candidate (seat_id, instance_id, person_id, is_open, since, urged_at)
SELECT s.id, s.instance_id, s.person_id, s.state = 'open', s.since,
  CASE WHEN s.state = 'open' AND s.instance_id %% 24 = 0 THEN %(at)s END FROM flows_seat s;
INSERT INTO flows_hand (person_id, instance_id)
SELECT DISTINCT s.person_id, s.instance_id FROM flows_seat s JOIN flows_instance i ON i.id = s.instance_id
WHERE s.state = 'done' AND i.ended_at IS NULL;
INSERT INTO flows_timer (instance_id, token_id, number, kind, element, percent, due_at, state, working)
SELECT t.instance_id, t.id, 20 + p, 'mark', t.node, (ARRAY[50, 80, 100])[p],
  %(at)s + (CASE WHEN t.instance_id %% 24 = 0 THEN -1 ELSE 1 END) * interval '1 day' * p,
  CASE WHEN t.state = 'ended' THEN 'cancelled' WHEN t.instance_id %% 24 = 0 THEN 'fired' ELSE 'running' END, true
FROM flows_token t, generate_series(1, 3) p WHERE t.number = 2;
INSERT INTO flows_reading (uuid, instance_id, number, token_number, person_id, since, read_at)
SELECT gen_random_uuid(), n, 30, 1, (%(people)s::int[])[1 + n / 50 %% %(busy)s], %(at)s, NULL
FROM generate_series(50, %(most)s, 50) n;
"""


def lay(folder: Path) -> None:
    """Make people, flows and instances; leave the sessions of the busy ones as `known.json`."""
    from bench._office import furnished, sessions_of  # noqa: PLC0415 - after the path

    now = furnished(before=timedelta(days=1), people=PEOPLE)
    from django.db import connection  # noqa: PLC0415 - settings first

    from xieban.directory.models import Person  # noqa: PLC0415 - as above
    from xieban.flows.queries import published  # noqa: PLC0415 - as above

    people = list(Person.objects.order_by("pk"))
    given = {
        "people": [one.pk for one in people],
        "count": len(people),
        "busy": BUSY,
        "version": published("leave").pk,
        "at": now,
        "most": INSTANCES,
    }
    with connection.cursor() as cursor:
        for statement in LAYING.split(";\n"):
            if statement.strip():
                cursor.execute(statement, given)
        cursor.execute("VACUUM ANALYZE")
    known = {"cookies": sessions_of(people[:BUSY])}
    (folder / "known.json").write_text(json.dumps(known), encoding="utf-8")


def main() -> int:
    if sys.argv[1:2] == ["lay"]:
        lay(Path(sys.argv[2]))
        return 0
    from bench._load import request  # noqa: PLC0415 - after the path
    from bench._office import served  # noqa: PLC0415 - as above
    from bench.desk import Claim, Manner, measure  # noqa: PLC0415 - as above

    kept = []
    with served(__file__, told=f"{INSTANCES:,} instances") as office:
        for box in ("open", *BOXES[4:], WHOLE):
            asked = BOXES if box == WHOLE else (box,)
            requests = [
                request("GET", f"/inbox/?box={one}", port=office.product.port, headers=[f"Cookie: {cookie}"])
                for one in map(_quoted, asked)
                for cookie in office.known["cookies"]
            ]
            if box in {"open", WHOLE}:
                alone = Claim(name=f"{box}, alone", least={}, p99=100)
                kept.append(measure(office.product, alone, requests, Manner(clients=1)))
            claim = Claim(name=f"{box}, 8 at once", least={}, p99=100 if box in {"open", WHOLE} else 0)
            kept.append(measure(office.product, claim, requests))
    return int(not all(kept))


def _quoted(asked: str) -> str:
    return asked.replace("采购", "%E9%87%87%E8%B4%AD")


if __name__ == "__main__":
    sys.exit(main())
