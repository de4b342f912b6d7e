"""Secret calendar addresses: shown once, kept only as a hash, revocable."""

import hashlib
import secrets
from datetime import datetime

from django.db import transaction

from jishi.refusals.door import NotThere
from zhishou.duty import models
from zhishou.ledger import actions as ledger
from zhishou.people import queries as people
from zhishou.people.models import Engagement, Person
from zhishou.people.rules import VENDOR_ROLES, Tier


def hash_of(token: str) -> str:
    """Return what is kept of a token; it is random enough to need no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


@transaction.atomic
def make_feed(*, engagement: Engagement, tier: Tier | None, by: Person, at: datetime) -> tuple[models.Feed, str]:
    """Make an address for your own shifts, or a tier's; the token is returned now and never again."""
    people.require_role(by, engagement, VENDOR_ROLES, at=at)
    token = secrets.token_urlsafe(32)
    feed = models.Feed.objects.create(
        engagement=engagement,
        person=by,
        tier=tier or "",
        token_hash=hash_of(token),
        made_at=at,
    )
    _record("feed_made", feed, by=by, at=at)
    return feed, token


@transaction.atomic
def revoke_feed(*, feed: models.Feed, by: Person, at: datetime) -> None:
    """Close an address; whoever still has it gets nothing more."""
    mine = models.Feed.objects.filter(pk=feed.pk, person=by, revoked_at__isnull=True)
    if not mine.update(revoked_at=at):
        raise NotThere
    _record("feed_revoked", feed, by=by, at=at)


def _record(what: str, feed: models.Feed, *, by: Person, at: datetime) -> None:
    ledger.record(
        what=f"duty.{what}",
        about_kind="duty_feed",
        about_key=str(feed.uuid),
        engagement=feed.engagement,
        by=by,
        happened_at=at,
        at=at,
        payload={"tier": feed.tier},
    )
