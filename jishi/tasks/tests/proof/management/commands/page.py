"""Does what the web processes do for live pages: sign in, sign out, announce."""

from argparse import ArgumentParser

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand
from django.db import transaction

from jishi.live.door import announce


class Command(BaseCommand):
    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["sign_in", "sign_out", "announce", "announce_and_fail"])
        parser.add_argument("words", nargs="+")

    def handle(self, *, verb: str, words: list[str], **_: object) -> None:
        getattr(self, verb)(*words)

    def sign_in(self, name: str) -> None:
        user, _ = User.objects.get_or_create(username=name)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        self.stdout.write(session.session_key or "")

    def sign_out(self, key: str) -> None:
        SessionStore(key).delete()

    def announce(self, audience: str, *news: str) -> None:
        with transaction.atomic():
            for name in news:
                announce(audience=audience, news=name)

    def announce_and_fail(self, audience: str, news: str) -> None:
        with transaction.atomic():
            announce(audience=audience, news=news)
            transaction.set_rollback(True)
