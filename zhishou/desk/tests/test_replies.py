"""What a reply says itself, and what it answers."""

import pytest

from zhishou.desk.rules.replies import Verdict, split_quoted, verdict_in

QQ = '1\n\n张三\n\n----------- 原始邮件 -----------\n发件人: "值守" <h@x>;\n主题: 求助\n\n请回复 2'
OUTLOOK = "还是不行\n\n发件人: 值守\n发送时间: 2023年3月15日 12:00\n收件人: 张三\n主题: Re: 求助\n\n请回复 1"
GMAIL = "yes\n\nOn Wed, 15 Mar 2023 at 12:00, Help <help@x.example> wrote:\n> it works again\n> reply 1"
NETEASE = '好了。\n\n\n在 2023-03-15 12:00:00，"值守" <help@x.example> 写道：\n\n我们认为已恢复'
THUNDERBIRD = "> 请重启\n重启过了\n\n> 再试\n没有用"
TWO_LINES = "2\n\nOn Wednesday, 15 March 2023 at 12:00:00 CST,\nHelp <help@x.example> wrote:\n\n> text"
RULED = "ok\n________________________________\nFrom: Help\nSent: Wednesday\nTo: Zhang\nSubject: x\n\ntext"


@pytest.mark.parametrize(
    ("words", "own"),
    [
        pytest.param(QQ, "1\n\n张三", id="QQ mail"),
        pytest.param(OUTLOOK, "还是不行", id="Outlook in Chinese"),
        pytest.param(GMAIL, "yes", id="Gmail"),
        pytest.param(NETEASE, "好了。", id="NetEase, quoted without marks"),
        pytest.param(TWO_LINES, "2", id="the line above the quote is broken in two"),
        pytest.param(RULED, "ok", id="Outlook's rule"),
        pytest.param("看附件\n> 引用\n>\n> 引用", "看附件", id="marks alone"),
        pytest.param(THUNDERBIRD, THUNDERBIRD, id="answers between the lines stay"),
        pytest.param("> 引用\n\n答复在下面", "> 引用\n\n答复在下面", id="an answer below stays"),
        pytest.param("发件人: 是谁？", "发件人: 是谁？", id="a question about a sender is no header"),
        pytest.param("a > b", "a > b", id="a comparison"),
        pytest.param("", "", id="nothing"),
    ],
)
def test_what_is_quoted_below_is_cut_off(words: str, own: str) -> None:
    split = split_quoted(words)

    assert split.own == own
    assert len(split.own) + len(split.quoted) <= len(words)
    assert bool(split.quoted) == (own != words)


@pytest.mark.parametrize(
    ("words", "verdict"),
    [
        pytest.param(QQ, Verdict.WORKS, id="a one above a signature and a quote that speaks of two"),
        pytest.param(OUTLOOK, Verdict.NOT_YET, id="words"),
        pytest.param(GMAIL, Verdict.WORKS, id="English"),
        pytest.param(NETEASE, Verdict.WORKS, id="with a full stop"),
        pytest.param("２", Verdict.NOT_YET, id="a full-width two"),
        pytest.param("1\n谢谢，打印也好了", Verdict.WORKS, id="a one decides, whatever stands below"),
        pytest.param("好了\n但是打印还不行", None, id="it works, but"),
        pytest.param("好了吗？我还没试", None, id="a question"),
        pytest.param("1.\n打不开公文", None, id="the beginning of a list"),
        pytest.param("12", None, id="another number"),
        pytest.param("1. 打不开公文\n2. 打印不了", None, id="a list is no answer"),
        pytest.param("可以了\n-- \n张三\n办公室", Verdict.WORKS, id="above a signature"),
        pytest.param("> 1", None, id="quoted only"),
        pytest.param("", None, id="nothing"),
    ],
)
def test_only_what_is_beyond_doubt_is_an_answer(words: str, verdict: Verdict | None) -> None:
    assert verdict_in(words) is verdict
