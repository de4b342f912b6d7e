"""How long an inspection takes, from the first act to the issued Word and PDF: `python bench/inspection.py`."""

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from bench._databases import fresh

CLAIM, TIMES = 15.0, 3
EVERY, WEEK = timedelta(minutes=5), timedelta(days=7)


def main() -> int:
    """Measure on both engines."""
    kept = True
    for engine, environment, _folder in fresh():
        print(f"inspection: {engine}", flush=True)
        environment |= {"DJANGO_SETTINGS_MODULE": "zhishou.config.settings", "ZHISHOU_DEMO": "true"}
        for command in ("migrate", "createcachetable"):
            subprocess.run(
                [sys.executable, "-m", "zhishou", command], env=environment, check=True, stdout=subprocess.DEVNULL
            )
        run = subprocess.run([sys.executable, __file__, "measure"], env=environment, check=False)
        kept = kept and run.returncode == 0
    return 0 if kept else 1


def measure() -> int:
    """Look after the office system for three weeks, then inspect it whole."""
    import django  # noqa: PLC0415 - the engine is chosen first
    import django_stubs_ext  # noqa: PLC0415 - the engine is chosen first

    django_stubs_ext.monkeypatch()
    django.setup()
    from django.utils import timezone  # noqa: PLC0415 - the engine is chosen first

    from zhishou.config.demonstration import seed  # noqa: PLC0415 - the engine is chosen first
    from zhishou.config.inspection_scenes import STORIES, measured_by, report, walk  # noqa: PLC0415 - the engine is chosen first
    from zhishou.inspections.models import Plan, Report, Result, Round  # noqa: PLC0415 - the engine is chosen first
    from zhishou.people.models import Person  # noqa: PLC0415 - the engine is chosen first
    from zhishou.systems.queries import look_of, probes_of  # noqa: PLC0415 - the engine is chosen first
    from zhishou.watch.actions import keep, pack_some  # noqa: PLC0415 - the engine is chosen first
    from zhishou.watch.queries.plans import plans  # noqa: PLC0415 - the engine is chosen first

    at = timezone.now()
    seed(at=at)
    plan = Plan.objects.get()
    looks = [look_of(one) for one in probes_of(plan.system)]
    known = plans([one.probe_id for one in looks])
    samples = 0
    for look in looks:
        taken = list(measured_by(look, since=at - WEEK + timedelta(minutes=1), until=at, every=EVERY))
        samples += keep(taken=taken, plans=known, at=at).count
    while pack_some(at=at):
        pass
    cast = {one.username: one for one in Person.objects.all()}
    print(f"  {len(looks)} probes, {samples:,} samples in the week, {Round.objects.count()} rounds before")
    seconds = []
    for _turn in range(TIMES):
        Round.objects.filter(plan=plan, state="due").update(starts_at=at - WEEK, due_at=at + WEEK)
        inspection = Round.objects.filter(plan=plan, state="due").order_by("pk").first()
        if inspection is None:
            break
        since = perf_counter()
        walk(inspection, STORIES[-1], cast, at=at)
        walked = perf_counter() - since
        report(inspection, STORIES[-1], cast, at=at)
        seconds.append(perf_counter() - since)
        made = Report.objects.get(round=inspection)
        items = Result.objects.filter(round=inspection).count()
        print(
            f"  {items} items: {seconds[-1]:.2f} s, of them {walked:.2f} s for the round; "
            f"PDF {made.pdf_size:,} bytes, Word {made.word_size:,} bytes"
        )
    print(f"  median {median(seconds):.2f} s of {len(seconds)}, claim under {CLAIM:.0f} s", flush=True)
    return 0 if max(seconds) < CLAIM else 1


if __name__ == "__main__":
    sys.exit(measure() if "measure" in sys.argv else main())
