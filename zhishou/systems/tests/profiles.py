"""A small profile and variations on it."""

from typing import Final

from zhishou.systems.rules.profile import Profile
from zhishou.systems.rules.reading import read_profile

SMALL: Final = """\
format = 1
code = "office"
name = "办公系统"

[[components]]
code = "host"
name = "主机"
kind = "host"

[[components]]
code = "web"
name = "网页"
kind = "web"
needs = ["host"]

[[modules]]
code = "documents"
name = "公文"
components = ["web"]

[[connectors]]
code = "site"
kind = "http"
address = "http://127.0.0.1:8700"
secrets = ["password"]

[[connectors]]
code = "port"
kind = "tcp"
address = "127.0.0.1:8700"

[[probes]]
code = "web-answers"
name = "网页应答"
component = "web"
connector = "site"
check = "X-01"
every = "10 s"
timeout = "5 s"
warn = { over = 2 }
critical = { over = 10 }
options = { path = "/ready", status = 200 }

[[probes]]
code = "sign-in"
name = "登录"
component = "web"
module = "documents"
connector = "site"
check = "A-01"
every = "1 min"
[[probes.steps]]
name = "登录"
method = "POST"
path = "/in"
form = { password = "{secret:password}" }

[[probes]]
code = "port-answers"
name = "端口"
component = "host"
connector = "port"
check = "X-03"

[[alert_rules]]
when = "critical"
components = ["web"]
level = 1
"""


def changed(*changes: tuple[str, str]) -> str:
    """Return the small profile with each text replaced, every one of which must be there."""
    text = SMALL
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def profile(*changes: tuple[str, str]) -> Profile:
    return read_profile(changed(*changes))
