from django.utils.translation import gettext_noop

from jishi.refusals.door import Trouble


def test_a_trouble_is_said_in_both_languages() -> None:
    trouble = Trouble(gettext_noop("There is nothing here, or nothing that you may see."))

    assert str(trouble) == "该内容不存在，或不对您开放。 There is nothing here, or nothing that you may see."


def test_a_trouble_without_translation_is_said_once() -> None:
    assert str(Trouble("%(disk)s sings.", disk="/dev/sda")) == "/dev/sda sings."
