"""Whom to believe who a mail server is, and the connection by which both products send."""

import ssl
from functools import cached_property

from django.conf import settings
from django.core.mail.backends import smtp

__all__ = ["EmailBackend", "UnreadableAuthority", "trust"]


class UnreadableAuthority(OSError):
    """The file of authorities of one's own is missing, or holds none."""


def trust() -> ssl.SSLContext:
    """Return whom we believe who a mail server is: the system's authorities, and those of `MAIL_CA_FILE`."""
    context = ssl.create_default_context()
    if settings.MAIL_CA_FILE:
        try:
            context.load_verify_locations(cafile=settings.MAIL_CA_FILE)
        except OSError as error:  # of which ssl.SSLError is one
            raise UnreadableAuthority(f"MAIL_CA_FILE {settings.MAIL_CA_FILE}: {error}") from error
    return context


class EmailBackend(smtp.EmailBackend):
    """Sends by SMTP as Django does, and believes the authorities that the deployment names."""

    @cached_property
    def ssl_context(self) -> ssl.SSLContext:
        """Return whom this connection believes."""
        return trust()

    def open(self) -> bool | None:
        """Connect, unless an authority that was named cannot be read: then nobody is called at all."""
        if self.use_ssl or self.use_tls:
            _ = self.ssl_context
        return super().open()
