"""What is to be touched on a phone is as big as a finger: 44 pixels, or it lies in a line of text."""

from datetime import timedelta

import pytest
from django.utils import timezone

from conftest import Cast
from tests.browser.conftest import Look
from zhishou.contracts.rules import Level
from zhishou.desk.tests.factories import make_desk
from zhishou.duty.tests.factories import staff

SMALL = """() => {
  const found = [];
  for (const one of document.querySelectorAll("main a, main button, main summary, main input, main select")) {
    if (one.matches(".visually-hidden") || one.closest("dialog:not([open])")) continue;
    if (one.closest("details:not([open])") && !one.closest("summary")) continue;
    const look = getComputedStyle(one), box = one.getBoundingClientRect();
    if (!box.width || look.visibility === "hidden" || (one.tagName === "A" && look.display === "inline")) continue;
    const label = ["checkbox", "radio"].includes(one.type) ? one.closest("label") : null;
    const high = Math.max(box.height, label ? label.getBoundingClientRect().height : 0);
    if (high < 43.5) found.push(`${one.tagName}.${one.className} ${one.innerText} ${high}`);
  }
  return found;
}"""


@pytest.mark.parametrize(
    ("who", "address"),
    [
        ("front_desk", "/"),
        ("front_desk", "/c/red-cross/desk/"),
        ("front_desk", "/c/red-cross/desk/1/"),
        ("front_desk", "/c/red-cross/desk/board/"),
        ("front_desk", "/c/red-cross/desk/phone/"),
        ("first_line", "/c/red-cross/duty/"),
        ("requester", "/c/red-cross/help/"),
        ("requester", "/c/red-cross/help/1/"),
    ],
)
def test_what_is_touched_is_as_big_as_a_finger(cast: Cast, look: Look, who: str, address: str) -> None:
    staff(cast)
    make_desk(cast).open(Level.SEVERE, reached_at=timezone.now() - timedelta(minutes=5))
    eyes = look(getattr(cast, who), width="phone")

    eyes.go(address)

    assert eyes.page.evaluate(SMALL) == []


def test_the_button_of_a_card_lies_on_no_word_of_its_title(cast: Cast, look: Look) -> None:
    make_desk(cast).open(Level.SEVERE, reached_at=timezone.now() - timedelta(minutes=5))
    eyes = look(cast.front_desk, width="phone")

    eyes.go("/c/red-cross/desk/board/")

    gap = """() => {
      const card = document.querySelector("[data-board-card]"), words = document.createRange();
      words.selectNodeContents(card.querySelector(".board-title"));
      return words.getBoundingClientRect().top - card.querySelector(".board-button").getBoundingClientRect().bottom;
    }"""
    assert eyes.page.evaluate(gap) >= 0
