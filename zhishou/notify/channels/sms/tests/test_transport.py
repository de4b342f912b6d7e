import base64
import hashlib
import hmac
import json
from pathlib import Path
from urllib.parse import parse_qs

import pytest
from django.utils.translation import override
from pytest_django.fixtures import Settings

from conftest import NOON
from zhishou.notify.channels.recording.letters import a_letter
from zhishou.notify.channels.recording.server import Reply, listening
from zhishou.notify.channels.sms import gateway
from zhishou.notify.channels.sms.transport import Sms, SmsForm
from zhishou.notify.rules import Outcome

FORM = """
url = "URL/sms?ts={timestamp}"
time_format = "%Y%m%d%H%M%S"
[words]
account = "redcross"
password = "pass&word"
[form]
account = "{account}"
mobile = "{mobile}"
content = "【红会运维】{text}"
sign = "{sign}"
[sign]
method = "md5"
of = "{account}{password}{timestamp}"
upper = true
[success]
pattern = '"code": *"?0"?'
"""
JSON = """
url = "URL/v1/send"
[words]
key = "k1"
secret = "s1"
[headers]
Authorization = "{sign}"
[json]
phones = ["{mobile}"]
params = { text = "{text}" }
[sign]
method = "hmac-sha256"
key = "{secret}"
of = "{timestamp}{mobile}"
as = "base64"
"""
GBK = """
url = "URL/gbk?to={mobile}&msg={text}"
method = "GET"
charset = "gbk"
"""
RAW = """
url = "URL/xml"
raw = "<sms><to>{mobile}</to><text>{text}</text></sms>"
"""


@pytest.fixture
def _loopback(settings: Settings) -> None:
    settings.OUTGOING_NETWORKS = ("127.0.0.0/8",)


def described(text: str, url: str, folder: Path, settings: Settings) -> None:
    path = folder / "gateway.toml"
    path.write_text(text.replace("URL", url), encoding="utf-8")
    settings.SMS_GATEWAY = str(path)


@pytest.mark.usefixtures("_loopback")
def test_a_gateway_with_a_form_and_an_md5_signature(settings: Settings, tmp_path: Path) -> None:
    with listening(lambda _: Reply(body=b'{"code": "0"}')) as server:
        described(FORM, server.url, tmp_path, settings)
        receipt = Sms().send(a_letter(), details={"mobile": "13800001234"}, at=NOON)

    assert receipt.outcome is Outcome.DELIVERED
    [asked] = server.asked
    sent = {name: values[0] for name, values in parse_qs(asked.body.decode()).items()}
    assert asked.path == "/sms?ts=20230315120000"
    assert sent["content"].startswith("【红会运维】值班呼叫")
    assert sent["sign"] == hashlib.md5(b"redcrosspass&word20230315120000").hexdigest().upper()  # noqa: S324 - theirs
    assert sent["mobile"] == "13800001234"


@pytest.mark.usefixtures("_loopback")
def test_a_gateway_with_json_and_an_hmac_in_a_header(settings: Settings, tmp_path: Path) -> None:
    with listening() as server:
        described(JSON, server.url, tmp_path, settings)
        Sms().send(a_letter(subject='a"}{mobile}'), details={"mobile": "13800001234"}, at=NOON)

    [asked] = server.asked
    sent = json.loads(asked.body)
    made = hmac.new(b"s1", f"{int(NOON.timestamp())}13800001234".encode(), hashlib.sha256).digest()
    assert asked.headers["Authorization"] == base64.b64encode(made).decode()
    assert sent["phones"] == ["13800001234"]
    assert sent["params"]["text"].startswith('a"}{mobile}'), "a word that looks like a place stays a word"


@pytest.mark.usefixtures("_loopback")
def test_an_old_gateway_that_reads_gbk(settings: Settings, tmp_path: Path) -> None:
    with listening() as server:
        described(GBK, server.url, tmp_path, settings)
        Sms().send(a_letter(subject="呼叫&to=1", link=""), details={"mobile": "13800001234"}, at=NOON)

    query = parse_qs(server.asked[0].path.partition("?")[2], encoding="gbk")
    assert query == {"to": ["13800001234"], "msg": ["呼叫&to=1"]}


@pytest.mark.usefixtures("_loopback")
def test_json_is_written_in_the_charset_that_it_names(settings: Settings, tmp_path: Path) -> None:
    with listening() as server:
        described(JSON.replace("[words]", 'charset = "gbk"\n[words]', 1), server.url, tmp_path, settings)
        Sms().send(a_letter(subject="呼叫", link=""), details={"mobile": "13800001234"}, at=NOON)

    [asked] = server.asked
    assert asked.headers["Content-Type"] == "application/json; charset=gbk"
    assert json.loads(asked.body.decode("gbk"))["params"] == {"text": "呼叫"}


@pytest.mark.usefixtures("_loopback")
def test_words_are_escaped_in_xml(settings: Settings, tmp_path: Path) -> None:
    with listening() as server:
        described(RAW, server.url, tmp_path, settings)
        Sms().send(a_letter(subject="<b>&", link=""), details={"mobile": "13800001234"}, at=NOON)

    assert server.asked[0].body == b"<sms><to>13800001234</to><text>&lt;b&gt;&amp;</text></sms>"


@pytest.mark.usefixtures("_loopback")
def test_a_gateway_that_says_no_with_200_is_tried_again(settings: Settings, tmp_path: Path) -> None:
    with listening(lambda _: Reply(body=b'{"code": "7", "msg": "no money"}')) as server:
        described(FORM, server.url, tmp_path, settings)
        receipt = Sms().send(a_letter(), details={"mobile": "13800001234"}, at=NOON)

    assert receipt.outcome is Outcome.TEMPORARY
    assert "no money" in receipt.answer


@pytest.mark.parametrize(
    ("text", "says"),
    [
        pytest.param('url = "https://x/"\nhedaers = {}', "hedaers is not known", id="a key that is not known"),
        pytest.param('url = "x"', "url must begin with https", id="no address"),
        pytest.param("url = ", "gateway.toml", id="not TOML"),
        pytest.param('url = "https://x/"\nwords.a_file = "/nix"', "gateway.toml.*/nix", id="no file of a word"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    path.write_text(text)

    with pytest.raises(gateway.WrongGateway, match=says):
        gateway.read(path)


@pytest.mark.parametrize(
    ("said", "link", "most", "text"),
    [
        pytest.param("呼叫", "https://x/a/", 20, "呼叫\nhttps://x/a/", id="both have room"),
        pytest.param("数据库宕机了", "https://x/a/", 16, "数据…\nhttps://x/a/", id="words are cut, never the link"),
        pytest.param("数据库宕机", "https://x/a/", 4, "数据库…", id="no room for the link"),
        pytest.param("数据库宕机", "", 4, "数据库…", id="no link"),
    ],
)
def test_a_text_that_is_cut_keeps_its_link(said: str, link: str, most: int, text: str) -> None:
    way = gateway.Gateway(url="https://x/", raw="{text}", most_chars=most)

    filled = gateway.fill(way, mobile="13800001234", said=said, key="k", link=link, at=NOON)

    assert filled.body.decode() == text


def test_a_number_is_shown_masked() -> None:
    assert Sms().mask({"mobile": "13800001234"}) == "138••••1234"


@pytest.mark.parametrize(("mobile", "valid"), [("13800001234", True), ("+85212345678", True), ("12345", False)])
def test_only_numbers_pass(mobile: str, *, valid: bool) -> None:
    assert SmsForm({"mobile": mobile}).is_valid() is valid


@pytest.mark.parametrize("described_so", [FORM, JSON, GBK, RAW])
def test_what_a_message_can_be_sent_by_passes_the_check(described_so: str, tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    path.write_text(described_so.replace("URL", "https://sms.example.org"), encoding="utf-8")

    gateway.check(path, at=NOON)


@pytest.mark.parametrize(
    ("lines", "why"),
    [
        pytest.param("ur = 'https://sms.example.org'", "ur is not known", id="a key that nobody knows"),
        pytest.param("url = 'https://sms.example.org", "at end of document", id="no TOML"),
        pytest.param("url = 'sms.example.org/{mobile}'", "url must begin with https://", id="no address"),
        pytest.param(
            "url = 'https://sms.example.org/{mobil}'", "{mobile} stands nowhere", id="nobody would get it"
        ),
        pytest.param("url = 'https://sms.example.org/{mobile}'\ncharset = 'latin-0'", "latin-0", id="a charset"),
        pytest.param(
            "url = 'https://sms.example.org/{mobile}'\n[sign]\nmethod = 'md5'", "of", id="half a signature"
        ),
        pytest.param(
            "url = 'https://sms.example.org/{mobile}'\n[success]\npattern = '('", "missing )", id="a pattern"
        ),
        pytest.param(
            "url = 'https://sms.example.org/{mobile}'\nform = 'x'",
            "form must be a table of texts",
            id="a form that is none",
        ),
        pytest.param(
            "url = 'https://sms.example.org/{mobile}'\n[words]\nkey_file = '/no/such/file'",
            "/no/such/file: No such file",
            id="a word's file",
        ),
    ],
)
def test_a_file_by_which_no_message_can_be_sent_is_found_beforehand(lines: str, why: str, tmp_path: Path) -> None:
    path = tmp_path / "gateway.toml"
    path.write_text(lines, encoding="utf-8")

    with pytest.raises(gateway.WrongGateway) as found:
        gateway.check(path, at=NOON)

    with override("en"):
        assert found.value.said().startswith(f"{path}: ")
        assert why in found.value.said()
    with override("zh-hans"):
        assert found.value.said().startswith(f"{path}：")
