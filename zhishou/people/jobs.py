"""Background doors: mail about accounts."""

from datetime import datetime

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

from zhishou.people import queries
from zhishou.people.events import PasswordForgotten, PersonInvited


def on_password_forgotten(event: PasswordForgotten, *, at: datetime) -> None:
    """Send a link for a new password to the account's own address."""
    del at
    person = queries.person_of_event(uuid=event.key)
    if person is not None and person.email and person.is_active:
        words = {"person": person, "link": queries.password_link(person)}
        _mail(person.email, "people/mail/password.txt", person.language, words)


def on_person_invited(event: PersonInvited, *, at: datetime) -> None:
    """Send the link of an invitation to the invited person, where we know an address and have a mail server."""
    invitation = queries.invitation_of_event(uuid=event.key, at=at)
    if invitation is not None and invitation.email:
        link = queries.invitation_link(queries.invitation_secret(invitation))
        words = {"invitation": invitation, "link": link}
        _mail(invitation.email, "people/mail/invitation.txt", settings.LANGUAGE_CODE, words)


def _mail(to: str, template: str, language: str, words: dict[str, object]) -> None:
    if not settings.EMAIL_HOST:
        return
    with translation.override(language):
        subject, _newline, body = render_to_string(template, words).strip().partition("\n")
    send_mail(subject.strip(), body.strip(), None, [to])
