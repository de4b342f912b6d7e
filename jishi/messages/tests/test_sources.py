from pathlib import Path

from jishi.messages.catalogues import PLACE, complete, faults
from jishi.messages.sources import areas, said_by

CODE = '''
from django.utils.translation import gettext as _, ngettext, pgettext

class CannotClose(Refusal):
    """This ticket still has
    open children."""

class CannotCloseYet(CannotClose):
    """Wait."""

class Ticket:
    """A row."""

text = f"{_('in braces')}" + ngettext("one", "%(n)s many", 2) + pgettext("a month", "May")
'''
PAGE = """{% load i18n %}
  <p>{% translate "A title" %}</p>
 {% blocktranslate with name=x trimmed %}
   Hello,
   {{ name }}.
 {% endblocktranslate %}"""


def house(tmp_path: Path, *, page: str = PAGE) -> Path:
    area = tmp_path / "jishi" / "desk"
    (area / "templates" / "desk").mkdir(parents=True, exist_ok=True)
    (area / "__init__.py").touch()
    (area / "actions.py").write_text(CODE)
    (area / "templates" / "desk" / "page.html").write_text(page)
    return tmp_path


def translate(area: Path, **words: str) -> None:
    path = area / PLACE
    text = path.read_text()
    for word, translation in words.items():
        text = text.replace(f'msgid "{word}"\nmsgstr ""', f'msgid "{word}"\nmsgstr "{translation}"')
    path.write_text(text)


def test_code_templates_and_refusals_all_speak(tmp_path: Path) -> None:
    top = house(tmp_path)

    said = {(one.context, one.text) for one in said_by(areas(top)[0], top=top)}

    assert said == {
        ("", "in braces"),
        ("", "one"),
        ("a month", "May"),
        ("", "This ticket still has open children."),
        ("", "Wait."),
        ("", "A title"),
        ("", "Hello, %(name)s."),
    }


def test_what_is_not_translated_is_named(tmp_path: Path) -> None:
    top = house(tmp_path)
    complete(top)
    translate(areas(top)[0], **{"A title": "标题", "Wait.": "请稍候。"})

    found = {(fault.text, fault.what) for fault in faults(top)}

    assert ("Hello, %(name)s.", "untranslated") in found
    assert not [text for text, _what in found if text in {"A title", "Wait."}]


def test_a_lost_placeholder_is_named(tmp_path: Path) -> None:
    top = house(tmp_path)
    complete(top)
    translate(areas(top)[0], **{"Hello, %(name)s.": "您好。"})

    assert "its placeholders differ" in {f.what for f in faults(top) if f.text == "Hello, %(name)s."}


def test_what_is_said_no_more_is_named_and_then_dropped(tmp_path: Path) -> None:
    top = house(tmp_path)
    complete(top)
    house(tmp_path, page="")

    assert {f.text for f in faults(top) if f.what == "said no more"} == {"A title", "Hello, %(name)s."}

    complete(top)

    assert not [f for f in faults(top) if f.what == "said no more"]


def test_a_new_message_is_missing_until_it_is_extracted(tmp_path: Path) -> None:
    top = house(tmp_path)

    assert {fault.what for fault in faults(top)} == {"missing"}
