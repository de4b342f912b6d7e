"""Does what the web processes do for live pages, as often as it is told: sign in, sign out, announce.

A verb and its words a line, parted by spaces; it answers each with a line, which is empty where nothing is to say.
"""

import sys

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.core.management.base import BaseCommand
from django.db import transaction

from jishi.live.door import announce


class Command(BaseCommand):
    def handle(self, **_: object) -> None:
        verbs = {one.__name__: one for one in (self.sign_in, self.sign_out, self.announce, self.announce_and_fail)}
        for line in sys.stdin:
            verb, *words = line.split()
            self.stdout.write(verbs[verb](*words) or "")
            self.stdout.flush()

    def sign_in(self, name: str) -> str:
        user, _ = User.objects.get_or_create(username=name)
        session = SessionStore()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        return session.session_key or ""

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
