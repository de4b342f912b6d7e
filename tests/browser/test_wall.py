"""The wallboard hangs where nobody scrolls: all of it is in sight, over the whole width, in large letters."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from conftest import Cast
from tests.browser.conftest import Look
from zhishou.contracts.rules import Level
from zhishou.desk.models import Ticket
from zhishou.desk.tests.factories import make_desk
from zhishou.duty.tests.factories import staff
from zhishou.watch.tests.factories import make_watch

PROFILE = Path(__file__).resolve().parents[2] / "profiles" / "xieban.toml"
SEEN = """() => {
  const wall = document.querySelector(".wall").getBoundingClientRect();
  const titles = [...document.querySelectorAll(".wall-tickets span")];
  return {
    wide: wall.width / innerWidth,
    beyond: Math.max(0, document.scrollingElement.scrollHeight - innerHeight),
    letters: parseFloat(getComputedStyle(document.querySelector(".wall-tickets span")).fontSize) / innerHeight,
    narrow: titles.filter((one) => one.clientWidth < 10 * parseFloat(getComputedStyle(one).fontSize)).length,
    titles: titles.map((one) => one.textContent),
  };
}"""


@pytest.mark.parametrize(("width", "height"), [(1366, 768), (1920, 1080), (3840, 2160)])
def test_all_of_the_wallboard_is_in_sight(cast: Cast, look: Look, width: int, height: int) -> None:
    watch = make_watch(cast, profile=PROFILE.read_text(encoding="utf-8"))
    desk, at = make_desk(cast), timezone.now() - timedelta(minutes=5)
    staff(cast)
    for _number in range(9):
        desk.open(Level.SEVERE, reached_at=at)
    Ticket.objects.update(title=f"{watch.system.name}：附件与正文文件不可用（文件目录与空间）")
    eyes = look(cast.manager)
    eyes.page.set_viewport_size({"width": width, "height": height})

    eyes.go(f"/wall/{watch.system.slug}/")

    seen = eyes.page.evaluate(SEEN)
    assert (seen["wide"], seen["beyond"], seen["narrow"]) == (1, 0, 0)
    assert seen["letters"] > 1 / 40
    assert set(seen["titles"]) == {"附件与正文文件不可用（文件目录与空间）"}
