"""The session of a browser, read by a statement that Django works out once: every page begins with it."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.utils import timezone

from jishi.database.door import Compiled, columns_of, row_of

_alive = Compiled(
    lambda key, now: (
        Session.objects.filter(session_key=key, expire_date__gt=now).order_by().values_list(*columns_of(Session))
    )
)


class SessionStore(db.SessionStore):
    """Django's own, in the database; only how it is found differs."""

    def _get_session_from_db(self) -> Session | None:
        rows = _alive(key=self.session_key, now=timezone.now())
        if rows:
            return row_of(Session, rows[0])
        self._session_key = None
        return None
