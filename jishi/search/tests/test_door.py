import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from jishi.search import door
from jishi.search.door import EVERYWHERE, Text
from jishi.search.models import Document

pytestmark = pytest.mark.django_db

HAN = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=30)


def put(key: str, title: str, body: str = "", *, scope: str = "red-cross", names: tuple[str, ...] = ()) -> None:
    door.index("ticket", key, scope, title=title, body=body, names=names)


def find(words: str, *, scope: str = "red-cross", limit: int = 50) -> list[str]:
    return door.find(kind="ticket", scopes=[scope], words=words, limit=limit)


HAN_WORDS = "公文|打不开|文|开|红|会|公文打不开|红十字会 公文|“公文”|公文,打不开|控件"
LATIN_WORDS = "OA|oa|ＯＡ系统|wps|WPS 2019|2019|T-2023-0042|0042|Wp|iWebOffice|Größe|GRÖSSE"
PINYIN_WORDS = "gw|dbk|hszh|公文 gw"


@pytest.mark.parametrize("words", [*HAN_WORDS.split("|"), *LATIN_WORDS.split("|"), *PINYIN_WORDS.split("|")])
def test_words_of_any_length_and_script_find_it(words: str) -> None:
    put("yes", "红十字会：公文打不开（OA系统）", "T-2023-0042 控件 iWebOffice 与 WPS 2019 冲突 Größe")
    put("no", "打印机卡纸", "第三处室")

    assert find(words) == ["yes"]


@pytest.mark.parametrize(
    "words",
    ["", "  ", "！？，。", "😀", "文公", "不打", "office", "42", "\x00", '"', "'", "()", "*", "%", "_", "p", "=p"],
)
def test_what_is_not_there_is_not_found(words: str) -> None:
    put("yes", "公文打不开", "iWebOffice 0042 100%_")

    assert find(words) == []


def test_a_person_is_found_by_name_and_every_reading_of_its_initials() -> None:
    put("shan", "", names=("单雄信",))
    put("zhang", "", names=("张伟",))

    assert find("sxx") == find("dxx") == find("shanxiongxin") == find("雄信") == ["shan"]
    assert find("zw") == find("zhang") == find("zhangwei") == find("张") == ["zhang"]


def test_only_the_named_scopes_are_searched() -> None:
    put("ours", "公文打不开")
    put("theirs", "公文打不开", scope="elsewhere")

    assert find("公文") == ["ours"]
    assert find("公文", scope="nowhere") == []
    assert door.find(kind="ticket", scopes=[], words="公文") == []
    assert set(door.find(kind="ticket", scopes=["red-cross", "elsewhere"], words="公文")) == {"ours", "theirs"}
    assert set(door.find(kind="ticket", scopes=EVERYWHERE, words="公文")) == {"ours", "theirs"}
    assert door.find(kind="person", scopes=EVERYWHERE, words="公文") == []


def test_the_title_counts_more_and_then_the_newest() -> None:
    put("old", "公文打不开")
    put("body", "其他", "公文")
    put("new", "公文打不开")

    assert find("公文") == ["new", "old", "body"]
    assert find("公文", limit=1) == ["new"]


def test_changing_and_removing_change_what_is_found() -> None:
    put("one", "公文打不开")
    put("one", "打印机卡纸")

    assert (find("公文"), find("打印")) == ([], ["one"])

    door.index_changed("ticket", [], among=["one"])

    assert find("打印") == []


def test_of_some_objects_only_what_changed_is_written_and_what_is_gone_goes() -> None:
    for key in ("same", "changed", "gone", "other"):
        put(key, "公文打不开")
    before = dict(Document.objects.values_list("key", "pk"))
    Document.objects.filter(key="same").update(tokens="")  # to be seen if it is written again

    titles = {"same": "公文打不开", "changed": "卡纸"}
    now = [door.Text(key=key, scope="red-cross", title=title) for key, title in titles.items()]
    door.index_changed("ticket", now, among=["same", "changed", "gone"])

    assert find("公文") == ["other"]
    assert find("卡纸") == ["changed"]
    assert dict(Document.objects.values_list("key", "pk")) == {
        key: pk for key, pk in before.items() if key != "gone"
    }


def test_an_index_row_goes_with_the_transaction_that_wrote_it() -> None:
    with transaction.atomic():
        put("one", "公文打不开")
        transaction.set_rollback(True)

    assert find("公文") == []
    assert not Document.objects.exists()


def test_a_kind_is_rebuilt_from_its_owners_rows() -> None:
    put("gone", "公文打不开")
    door.index("person", "p", "red-cross", title="公文")

    counted = door.rebuild(
        "ticket", (Text(key=f"k{n}", scope="red-cross", title=f"公文第{n}号") for n in range(5)), chunk=2
    )

    assert counted == 5
    assert find("公文") == ["k4", "k3", "k2", "k1", "k0"]
    assert door.find(kind="person", scopes=["red-cross"], words="公文") == ["p"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=HAN, at=st.integers(0, 1000), around=st.text(max_size=5))
def test_every_two_letters_of_an_indexed_text_find_it(text: str, at: int, around: str) -> None:
    at %= len(text) - 1
    put("it", around, f"{around} {text} {around}")

    assert find(text[at : at + 2]) == ["it"]
    assert find(text[at]) == ["it"]
    assert find(text) == ["it"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
@example("\x00公文\x00")
@example("' OR 1=1; DROP TABLE jishi_search_document; --")
@example('"公文" NEAR(打 开, 2) tokens: place : ^ * + - ( ) { } : & | ! <->')
@example("\\'公文\\':* & !x")
@example("公文😀👨‍👩‍👧")
@example("公文" * 5000)
@example("𠮷野家 ﷽ ª ² ⅷ")
def test_any_input_is_safe_to_put_in_and_to_look_for(text: str) -> None:
    put("it", text, text, names=(text[:60],))

    assert find(text) in (["it"], [])
    assert connection.is_usable()


@pytest.mark.parametrize("words", ["a" * 10_000, "公" * 10_000, "文 " * 5_000, '"' * 10_000, "公文😀\x00" * 2_000])
def test_ten_thousand_letters_are_looked_for_without_harm(words: str) -> None:
    put("it", "公文打不开", words)

    assert find(words) in (["it"], [])


def test_an_owner_joins_what_holds_the_words_into_its_own_query() -> None:
    door.index_all("ticket", [Text(key="1", scope="red-cross", title="公文打不开", body="协同办公", position=1)])
    door.index_all("ticket", [Text(key="2", scope="elsewhere", title="公文打不开", position=2)])
    door.index_all("ticket-vendor", [Text(key="3", scope="red-cross", title="公文 重启", position=3)])
    put("4", "公文没有次序")

    both = door.holding(kinds=["ticket", "ticket-vendor"], scopes=["red-cross"], words="公文")
    one = door.holding(kinds=["ticket"], scopes=["red-cross"], words="gwdbk 协同")

    assert both is not None
    assert list(both.values_list("key", flat=True)) == ["3", "1"]
    assert one is not None
    assert list(Document.objects.filter(pk__in=one.values("pk")).values_list("key", flat=True)) == ["1"]
    assert door.holding(kinds=["ticket"], scopes=["red-cross"], words="？！") is None


@pytest.mark.parametrize("most", [1, 2, 3, 4, 100])
def test_the_newest_that_hold_the_words_are_found_first_however_they_are_spread(most: int) -> None:
    holding = [1, 2, 4095, 4096, 8191, 8192, 12287, 12288, 20_000]
    door.index_all("ticket", [Text(key=str(n), scope="us", title="公文打不开", position=n) for n in holding])
    door.index_all("ticket", [Text(key=f"o{n}", scope="us", title="打印机", position=n) for n in (4000, 20_001)])
    door.index_all("ticket", [Text(key="x", scope="them", title="公文打不开", position=19_999)])
    put("nowhere", "公文打不开")

    for before in [None, *holding, 0, 2**63 - 1]:
        found = door.newest(kinds=["ticket"], scopes=["us"], words="公文", before=before, most=most)
        there = [n for n in reversed(holding) if before is None or n < before]
        assert found == there[:most]
    assert door.newest(kinds=["ticket"], scopes=["us"], words="？！", most=most) == []
    assert door.newest(kinds=["ticket"], scopes=[], words="公文", most=most) == []


@pytest.mark.parametrize("words", ["\x00公文\x00", "'@0' | '=p'", "\\", "“公文” & !x", "公" * 10_000])
def test_any_words_are_safe_to_look_for_among_the_newest(words: str) -> None:
    door.index_all("ticket", [Text(key="1", scope="us", title="公文打不开", position=1)])

    assert door.newest(kinds=["ticket"], scopes=["us"], words=words, most=2) in ([1], [])
