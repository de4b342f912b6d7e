"""Background doors: mail about accounts."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from xieban.directory import queries
from xieban.directory.events import PasswordForgotten


def on_password_forgotten(event: PasswordForgotten, *, at: datetime) -> None:
    """Send a link for a new password to the account's own address."""
    del at
    person = queries.person_of_event(uuid=event.key)
    if person is None or not person.email or not person.is_active or not settings.EMAIL_HOST:
        return
    with translation.override(person.language):
        words = {"person": person, "link": queries.password_link(person)}
        subject, _newline, body = render_to_string("directory/mail/password.txt", words).strip().partition("\n")
    send_mail(subject.strip(), body.strip(), None, [person.email])
