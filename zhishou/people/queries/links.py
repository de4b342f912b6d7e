"""Addresses that carry a secret; made when they are shown or sent, never stored."""

from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse

from zhishou.people.models import Person


def password_link(person: Person) -> str:
    """Return the address at which this person sets a new password, once, within a day."""
    words = {"uidb36": user_pk_to_url_str(person), "key": default_token_generator.make_token(person)}
    return settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs=words)


def invitation_link(secret: str) -> str:
    """Return the address at which the invited person makes his account."""
    return settings.PUBLIC_URL + reverse("people:accept", kwargs={"secret": secret})
