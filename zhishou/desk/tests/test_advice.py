"""Which level words speak for; a denied word, a question and a repaired system speak for none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from zhishou.contracts.rules import Level, ServiceCode
from zhishou.desk.rules.advice import advised_level
from zhishou.desk.rules.modules import MODULES, as_module, module_name
from zhishou.desk.rules.sorting import MODULE_WORDS, SERVICE_WORDS, sorted_by_words

FATAL, SEVERE, ORDINARY = Level.FATAL, Level.SEVERE, Level.ORDINARY


@pytest.mark.parametrize(
    ("words", "module", "level", "because"),
    [
        ("服务器宕机了", "", FATAL, ("宕机",)),
        ("办公系统所有人都打不开", "", FATAL, ("所有人", "系统", "打不开")),
        ("系统大家都登不上，页面转圈", "", FATAL, ("大家", "系统", "登不上")),
        ("数据库无法启动", "", FATAL, ("无法启动",)),
        ("昨天录的数据丢失", "", FATAL, ("数据丢失",)),
        ("全处室的公文都打不开", "documents", SEVERE, ("全处", "打不开")),
        ("从早上起无法办文", "", SEVERE, ("办文", "无法")),
        ("签发以后流转失败", "", SEVERE, ("签发", "失败")),
        ("所有人收不到消息", "messages", SEVERE, ("所有人", "收不到")),
        ("全部用户登录很慢", "sign_in", SEVERE, ("全部",)),
        ("Everyone says the system is down", "", FATAL, ("is down",)),
        ("我无法办文", "", ORDINARY, ()),
        ("我的电脑打不开公文附件", "documents", ORDINARY, ()),
        ("没有宕机，就是慢", "", ORDINARY, ()),
        ("不是所有人都打不开，就我一个", "", ORDINARY, ()),
        ("服务器未瘫痪，只是打印慢", "printing", ORDINARY, ()),
        ("是不是宕机了？", "", FATAL, ("宕机",)),
        ("刚才系统瘫痪，现在好了", "", ORDINARY, ()),
        ("请问发文模板在哪里", "documents", ORDINARY, ()),
        ("不影响其他人", "", ORDINARY, ()),
        ("", "", ORDINARY, ()),
    ],
)
def test_a_level_is_advised_with_the_words_that_speak_for_it(
    words: str, module: str, level: Level, because: tuple[str, ...]
) -> None:
    found = advised_level(words, module)

    assert (found.level, found.because) == (level, because)


@given(st.text(max_size=300), st.sampled_from(["", *MODULES]))
def test_a_reason_always_stands_in_the_words(words: str, module: str) -> None:
    found = advised_level(words, module)

    assert all(one in words.lower() for one in found.because)
    assert bool(found.because) == (found.level is not ORDINARY)


def test_a_module_is_known_by_its_code_and_by_its_names() -> None:
    assert as_module(" 公文 ") == as_module("Documents") == as_module("documents") == "documents"
    assert (as_module("公文管理"), len(as_module("长" * 80))) == ("公文管理", 60)
    assert (module_name("documents", "zh-hans"), module_name("documents", "en")) == ("公文", "Documents")
    assert module_name("公文管理", "en") == "公文管理"


@pytest.mark.parametrize(
    ("words", "module", "service"),
    [
        ("公文打不开，签发页面没反应", "documents", None),
        ("打印机驱动装不上，浏览器控件报错", "printing", "010201"),
        ("忘了密码，账号被锁", "sign_in", None),
        ("群里消息收不到", "messages", None),
        ("数据库服务器宕机", "", "010101"),
        ("这份收文误删了，流程卡在会签", "documents", "020202"),
        ("请问发文模板怎么用", "documents", "030101"),
        ("系统很慢，翻页卡顿", "", "020204"),
        ("请给新来的同事开通权限", "", "020201"),
        ("不是打印的问题", "", None),
        ("你好", "", None),
        ("", "", None),
    ],
)
def test_module_and_service_are_known_by_words(words: str, module: str, service: str | None) -> None:
    found = sorted_by_words(words)

    assert (found.module, found.service) == (module, service)
    assert all(one in words.lower() for one in (*found.module_because, *found.service_because))


def test_every_module_but_the_rest_and_every_service_has_words() -> None:
    assert set(MODULE_WORDS) == set(MODULES) - {"other"}
    assert set(SERVICE_WORDS) == set(ServiceCode)
