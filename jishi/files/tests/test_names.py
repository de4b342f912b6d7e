"""Names are shown as they read, and mean nothing to any system."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jishi.files.door import safe_name


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        pytest.param("红头文件 截图.png", "红头文件 截图.png", id="an honest name"),
        pytest.param("../../etc/passwd", "passwd", id="up the tree"),
        pytest.param("C:\\Users\\王\\桌面\\截图.png", "截图.png", id="a path of Windows"),
        pytest.param("报告\u202efdp.exe", "报告fdp.exe", id="turned around"),
        pytest.param("a\x00b\r\nSet-Cookie: x.txt", "ab Set-Cookie_ x.txt", id="control characters"),
        pytest.param("con.txt", "_con.txt", id="a device"),
        pytest.param("LPT1", "_LPT1", id="another device"),
        pytest.param("..", "file", id="only dots"),
        pytest.param("", "file", id="no name"),
        pytest.param(" .htaccess", "htaccess", id="hidden"),
        pytest.param('a"b<c>.png', "a_b_c_.png", id="quotes and angles"),
        pytest.param("长" * 300 + ".jpeg", "长" * 78 + ".jpeg", id="too long keeps its ending"),
    ],
)
def test_a_name_is_made_safe(sent: str, shown: str) -> None:
    assert safe_name(sent) == shown


@given(st.text(max_size=400))
def test_any_name_fits_every_system_and_stays_as_it_is(name: str) -> None:
    shown = safe_name(name)

    assert shown
    assert len(shown.encode()) <= 255
    assert not set(shown) & set('/\\<>:"|?*\x00')
    assert not any(unicodedata.category(one).startswith("C") for one in shown)
    assert safe_name(shown) == shown
