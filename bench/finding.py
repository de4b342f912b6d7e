"""The search under load: Xieban as `make run` starts it, over 100,000 documents of 200 people, 8 clients over HTTP.

Claim, on PostgreSQL, with server, database and load on two cores: a page of what is found under 150 ms (p99), for
words that are in one document, in hundreds and in tens of thousands, asked by people who see few of them, by the
head of the office, who sees all, and by the administrator. What was laid is vacuumed, as a server's autovacuum
would have done by then. `python bench/finding.py`.
"""

import json
import os
import random
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

HOME = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HOME))
DOCUMENTS, PEOPLE = int(os.environ.get("XIEBAN_BENCH_DOCUMENTS", "100000")), 200
AT_ONCE = 2000
READERS: Final = (
    "jiangyan", "yangbo", "luomin", "chenguohua", "zhoujianguo", "hanxuefeng", "tianfang", "wangzhiqiang",
)  # fmt: skip
PLACES = (
    "兰州", "嘉峪关", "金昌", "白银", "天水", "武威", "张掖", "平凉", "酒泉", "庆阳", "定西", "陇南", "临夏",
)  # fmt: skip
WORDS = (
    "救灾物资储备", "通知", "各单位要结合实际", "应急救护培训 天水", "无偿献血宣传", "第777号", "省红发",
    "造血干细胞", "经费 张掖", "人道公益日", "地震灾害救援", "查无此事", "定西 帐篷", "陇南 报送 办公室",
    "第4321号", "周",
)  # fmt: skip

# A finished dispatch each, of every third a number; its drafter and one more had a part in it.
LAYING = """
INSERT INTO flows_instance (id, uuid, version_id, title, starter_id, status, variables, step, last_number,
  facts_count, started_at, moved_at, ended_at)
SELECT n, gen_random_uuid(), %(version)s, 'x', (%(people)s::int[])[1 + n %% %(count)s], 'finished', '{}', 3, 9, 0,
  %(at)s - n * interval '9 minutes', %(at)s - n * interval '8 minutes', %(at)s - n * interval '8 minutes'
FROM generate_series(1, %(most)s) n;
INSERT INTO flows_token (id, instance_id, number, node, node_name, state, within, via, parents, path, cause,
  back_to, since, until, ending, born, died, undone, attempts, trouble)
SELECT n, n, 1, 'F1', '拟稿', 'ended', 0, '', '[]', '[]', 0, 0, started_at, moved_at, 'passed', 1, 2, 0, 0, ''
FROM generate_series(1, %(most)s) n JOIN flows_instance ON flows_instance.id = n;
INSERT INTO flows_seat (id, uuid, instance_id, token_id, number, turn, state, person_id, decision, origin, lent,
  since, until, born, died)
SELECT n, gen_random_uuid(), n, n, 10, 0, 'done', (%(people)s::int[])[1 + n / 7 %% %(count)s], 'agree', 0, false,
  started_at, moved_at, 1, 2 FROM generate_series(1, %(most)s) n JOIN flows_instance ON flows_instance.id = n;
INSERT INTO flows_candidate (seat_id, instance_id, person_id, is_open, since)
SELECT id, instance_id, person_id, false, since FROM flows_seat;
INSERT INTO documents_document (id, uuid, kind, type, title, urgency, recipients, copies_to, basis, reason, matter,
  form, note, result, copies, unit_id, department_id, drafter_id, instance_id, edition, created_at, changed_at)
SELECT n, md5(n::text)::uuid, 'dispatch', '通知', '关于第' || n || '号事项的通知', '普通', '[]', '[]', '', '',
  %(matter)s, '', '', '', 0, %(unit)s, %(department)s, starter_id, n, 1, started_at, moved_at
FROM generate_series(1, %(most)s) n JOIN flows_instance ON flows_instance.id = n;
INSERT INTO documents_number (series_id, year, serial, text, document_id, state, given_by_id, given_at, used_at,
  reason)
SELECT %(series)s, 2025, n / 3, '省红发〔2025〕' || n / 3 || '号', n, 'used', %(registrar)s, %(at)s, %(at)s, ''
FROM generate_series(3, %(most)s, 3) n;
"""


def text(number: int, chance: random.Random) -> str:
    """Return the words of one document: some paragraphs of an office."""
    from xieban.config import phrases  # noqa: PLC0415 - after set_up

    about = phrases.topic(chance.choice(list(phrases.TOPICS)), chance)
    place = chance.choice(PLACES)
    body = phrases.text(about, day=f"{1 + number % 12}月底", chance=chance)
    plain = body.replace("<p>", "").replace("</p>", "\n").replace("<table>", "").replace("<tr>", "").replace(
        "<td>", " ").replace("</td>", " ").replace("</tr>", "\n").replace("</table>", "")  # fmt: skip
    numbered = f"省红发〔2025〕{number // 3}号 " if number % 3 == 0 else ""
    return f"{numbered}{place}市红十字会\n{plain}第{number}号事项"


def index(span: tuple[int, int]) -> None:
    """Put a span of the documents into the index, as the product does."""
    set_up()
    import uuid  # noqa: PLC0415
    from hashlib import md5  # noqa: PLC0415 - as the database makes their names

    from jishi.search import door as search  # noqa: PLC0415
    from xieban.finding.queries import KIND, SCOPE  # noqa: PLC0415

    def texts() -> Iterator[search.Text]:
        for number in range(*span):
            chance = random.Random(number)
            key = uuid.UUID(md5(str(number).encode(), usedforsecurity=False).hexdigest())
            yield search.Text(
                key=f"{key}#0",
                scope=SCOPE,
                title=f"关于第{number}号事项的通知",
                body=text(number, chance),
                names=("蒋岩",),
                position=number,
            )

    search.index_all(KIND, texts())


def set_up() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "xieban.config.settings")
    import django  # noqa: PLC0415 - settings first

    django.setup()


def lay(folder: Path) -> None:
    """Make people, documents and the index; leave the sessions of the readers as `known.json`."""
    from bench._office import furnished, sessions_of  # noqa: PLC0415 - after the path

    now = furnished(before=timedelta(days=1), people=PEOPLE)
    from django.db import connection  # noqa: PLC0415 - settings first

    from xieban.directory.models import Person, Unit  # noqa: PLC0415 - as above
    from xieban.documents.models import Series  # noqa: PLC0415 - as above
    from xieban.documents.rules.words import Matter  # noqa: PLC0415 - as above
    from xieban.flows.queries import published  # noqa: PLC0415 - as above

    people = list(Person.objects.order_by("pk"))
    series = Series.objects.get(code="省红发")
    given = {
        "people": [one.pk for one in people],
        "count": len(people),
        "version": published("dispatch").pk,
        "at": now,
        "most": DOCUMENTS,
        "unit": series.unit_id,
        "department": Unit.objects.exclude(pk=series.unit_id).order_by("pk")[0].pk,
        "series": series.pk,
        "registrar": Person.objects.get(username="luomin").pk,
        "matter": Matter.GENERAL.value,
    }
    with connection.cursor() as cursor:
        for statement in LAYING.split(";\n"):
            if statement.strip():
                cursor.execute(statement, given)
    connection.close()
    spans = [(at, min(at + AT_ONCE, DOCUMENTS + 1)) for at in range(1, DOCUMENTS + 1, AT_ONCE)]
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(index, spans))
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    known = {"cookies": sessions_of(Person.objects.get(username=name) for name in READERS)}
    (folder / "known.json").write_text(json.dumps(known), encoding="utf-8")


def main() -> int:
    if sys.argv[1:2] == ["lay"]:
        lay(Path(sys.argv[2]))
        return 0
    from bench._load import request  # noqa: PLC0415 - after the path
    from bench._office import served  # noqa: PLC0415 - as above
    from bench.desk import Claim, Manner, measure  # noqa: PLC0415 - as above

    with served(__file__, told=f"{DOCUMENTS:,} documents") as office:
        requests = [
            request(
                "GET",
                f"/search/?{urlencode({'q': words})}",
                port=office.product.port,
                headers=[f"Cookie: {cookie}"],
            )
            for words in WORDS
            for cookie in office.known["cookies"]
        ]
        alone = Claim(name="search, alone", least={}, p99=150)
        kept = [
            measure(office.product, alone, requests, Manner(clients=1)),
            measure(office.product, Claim(name="search, 8 at once", least={}, p99=150), requests),
        ]
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
