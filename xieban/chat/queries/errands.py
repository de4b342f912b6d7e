"""What is still to be made so at the chat server, and what is still to be said; for the keeper and for a look."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from xieban.chat.models import Account, Errand, Saying
from xieban.directory.models import Person
from xieban.directory.queries import everybody_here, persons_by_id


def errands_due(*, at: datetime) -> QuerySet[Errand]:
    """Return the errands that are due, the pressing first."""
    return Errand.objects.filter(due_at__lte=at)


def sayings_due(*, at: datetime) -> QuerySet[Saying]:
    """Return what is to be said now, the oldest first."""
    return Saying.objects.filter(said_at=None, given_up_at=None, due_at__lte=at).select_related("person")


def out_of_step() -> Iterable[Person]:
    """Return the persons whose account is not as the directory has them."""
    here = {one.pk: one for one in everybody_here()}
    known = {one.person_id: one for one in Account.objects.all()}
    to_open = [one for key, one in here.items() if key not in known or not _is_so(known[key], one)]
    to_close = [key for key, one in known.items() if one.is_open and key not in here]
    return [*to_open, *persons_by_id(to_close).values()]


def _is_so(account: Account, person: Person) -> bool:
    return account.is_open and account.name == person.name
