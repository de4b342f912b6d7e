"""Documents are found by what stands in them, and by nobody who may not see them."""

import io
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client

from jishi.files.door import Sent
from jishi.outbox.door import deliver_waiting
from xieban.documents.queries.bodies import body_of
from xieban.documents.tests.laying import AGREE, TEXT, Way, notice, prepare
from xieban.finding import queries
from xieban.finding.rules import MOST_PIECES, OVERLAP, PIECE, Stretch, cut, excerpt, marked
from xieban.tests.cast import NOON, Cast
from xieban.writing.actions import attach, read_words


def titles(viewer: object, words: str) -> list[str]:
    hits, _more = queries.find(viewer, words=words, at=NOON)  # type: ignore[arg-type]
    return [one.document.title for one in hits]


def test_a_document_is_found_by_text_files_opinions_and_number_by_whoever_sees_it(cast: Cast) -> None:
    prepare(cast)
    document = notice(cast.drafter, text=TEXT + "<p>" + "附注说明。" * 5000 + "末尾的蒙古包</p>")
    body = body_of(document)
    assert body is not None
    [file] = attach(
        body=body,
        files=[Sent(name="清单.txt", content=io.BytesIO("充气橡皮艇".encode()))],
        by=cast.drafter,
        at=NOON,
    )
    read_words(attachment=file, at=NOON)
    way = Way(document=document)
    way.does(cast.drafter)
    way.does(cast.department_head, AGREE, "请抓紧办理")
    deliver_waiting(at=way.at)

    for words in ("应急", "救援队伍", "储备", "橡皮艇", "抓紧", "蒙古包", "关于加强 橡皮艇", "yjjy"):
        assert titles(cast.drafter, words) == [document.title], words
        assert titles(cast.stranger, words) == [], words
    assert titles(cast.drafter, "坦克") == titles(cast.drafter, "") == titles(cast.drafter, "'%\"") == []

    client = Client()
    client.force_login(cast.drafter)
    page = client.get("/search/?q=橡皮艇").content.decode()
    assert "<mark>橡皮艇</mark>" in page

    out = StringIO()
    call_command("search", "rebuild", stdout=out)
    assert "indexed: 2" in out.getvalue()
    assert titles(cast.drafter, "橡皮艇") == [document.title]


@pytest.mark.parametrize("length", [0, 10, PIECE, PIECE + 1, 3 * PIECE])
def test_pieces_hold_the_whole_text_and_lap_over(length: int) -> None:
    text = "".join(chr(0x4E00 + place % 5000) for place in range(length))

    found = cut(text)

    assert "".join(one[:PIECE] for one in found) == text
    assert all(one[PIECE:] == text[PIECE * place :][:OVERLAP] for place, one in enumerate(found[:-1], start=1))
    assert len(cut("字" * PIECE * 20)) == MOST_PIECES


def test_what_was_asked_for_is_marked_and_nothing_else() -> None:
    assert marked("关于ABC的通知", asked=["abc", "通知"]) == (
        Stretch(text="关于"), Stretch(text="ABC", is_hit=True), Stretch(text="的"),
        Stretch(text="通知", is_hit=True),
    )  # fmt: skip
    assert excerpt("没有", asked=["无"]) == ()
    assert excerpt("字" * 100 + "橡皮艇", asked=["橡皮艇"])[-1] == Stretch(text="橡皮艇", is_hit=True)
