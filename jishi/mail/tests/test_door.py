from pathlib import Path

import pytest
from pytest_django.fixtures import Settings

from jishi.mail.door import EmailBackend, UnreadableAuthority, trust
from tests.certificates import make_certificates


def test_authorities_of_ones_own_come_to_those_of_the_system(settings: Settings, tmp_path: Path) -> None:
    settings.MAIL_CA_FILE = ""
    system = len(trust().get_ca_certs())
    authority, _shown, _key = make_certificates(tmp_path)

    settings.MAIL_CA_FILE = str(authority)

    assert any("Authority of the tests" in str(one["subject"]) for one in trust().get_ca_certs())
    assert len(trust().get_ca_certs()) == system + 1
    assert len(EmailBackend().ssl_context.get_ca_certs()) == system + 1


@pytest.mark.parametrize("content", [None, "", "no certificate"])
def test_an_authority_that_cannot_be_read_is_refused_by_name(
    content: str | None, settings: Settings, tmp_path: Path
) -> None:
    settings.MAIL_CA_FILE = str(tmp_path / "authority.pem")
    if content is not None:
        (tmp_path / "authority.pem").write_text(content)

    with pytest.raises(UnreadableAuthority, match=r"MAIL_CA_FILE .*authority\.pem"):
        trust()
