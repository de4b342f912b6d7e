"""Bytes into words: by the charset they claim, or by the one they are in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhishou.desk.channels.mail.texts import clean, decode, words_of_page

SIMPLE, TRADITIONAL, RARE = "公文系统打不开，请尽快处理。", "公文系統打不開，請盡快處理。", "朱镕基的公文"


@pytest.mark.parametrize(
    ("words", "really", "claimed"),
    [
        pytest.param(SIMPLE, "gb2312", "gb2312", id="as claimed"),
        pytest.param(RARE, "gbk", "gb2312", id="GBK that calls itself GB2312"),
        pytest.param("𠮷林省", "gb18030", "GBK", id="GB18030 that calls itself GBK"),
        pytest.param(TRADITIONAL, "big5", "Big5", id="Big5"),
        pytest.param(SIMPLE, "utf-8", "utf8", id="a common misspelling"),
        pytest.param(SIMPLE, "utf-8", "gb2312x", id="no such charset"),
        pytest.param(SIMPLE, "gb2312", "", id="no charset, GB2312"),
        pytest.param(TRADITIONAL, "big5", "", id="no charset, Big5"),
        pytest.param(SIMPLE, "utf-8", "", id="no charset, UTF-8"),
        pytest.param(SIMPLE, "gb2312", "us-ascii", id="GB2312 that calls itself ASCII"),
        pytest.param(SIMPLE, "gb2312", "iso-8859-1", id="GB2312 that calls itself Latin"),
        pytest.param("café crème", "iso-8859-1", "iso-8859-1", id="true Latin"),
        pytest.param(SIMPLE, "gb2312", "utf-8", id="GB2312 that calls itself UTF-8"),
        pytest.param(SIMPLE, "hz", "hz-gb-2312", id="HZ"),
        pytest.param("Привет", "koi8-r", "koi8-r", id="what Python knows"),
    ],
)
def test_words_survive_whatever_they_call_themselves(words: str, really: str, claimed: str) -> None:
    assert decode(words.encode(really), claimed) == words


@given(st.binary(max_size=300), st.text(max_size=20))
def test_no_bytes_and_no_claim_make_it_fail(raw: bytes, claimed: str) -> None:
    words = decode(raw, claimed)

    assert "\x00" not in words
    words.encode()


def test_what_makes_a_line_read_otherwise_is_taken_out() -> None:
    assert clean("a\u202egnp.exe\x00\x08\r\nb") == "agnp.exe\nb"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>公文</p><p>打不开</p>", "公文\n\n打不开"),
        ("a<br>b<script>alert(1)</script><style>x{}</style><!-- c -->", "a\nb"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ('<a href="https://example.org/x">here</a>', "here (https://example.org/x)"),
        ('<a href="javascript:alert(1)">here</a>', "here"),
        ('<img src="cid:1" alt="截图">', "[截图]"),
        ("<head><title>t</title><body>b", "b"),
        ("&lt;b&gt;&#20844;&nbsp;x", "<b>公 x"),
        ("<script>never closed", ""),
        ("<" * 5000, "<" * 5000),
    ],
)
def test_a_page_becomes_words_and_nothing_in_it_acts(page: str, words: str) -> None:
    assert words_of_page(page) == words


@given(st.text(alphabet="<>/abody script!-\"'=& \n", max_size=300))
def test_no_page_makes_it_fail(page: str) -> None:
    assert "<script" not in words_of_page(f"<script>{page}</script>") or "</script" in page
