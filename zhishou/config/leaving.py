"""What is said, before a role is revoked or an account closed, about the watch that is left."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.utils.translation import ngettext

from zhishou.duty.queries import leaving
from zhishou.duty.queries.words import span
from zhishou.people.models import ROLE_NAMES, Engagement, Person
from zhishou.people.rules import Role
from zhishou.people.web.leaving import Leaving


def by_role(engagement: Engagement, at: datetime) -> Mapping[tuple[int, Role], Sequence[str]]:
    """Say for every person and tier how many shifts would stay in the name of somebody who cannot be called."""
    return {
        (pk, Role(tier.value)): [
            ngettext(
                "%(count)d duty shift is left without a person, on %(span)s: change the roster.",
                "%(count)d duty shifts are left without a person, the first on %(span)s: change the roster.",
                len(found),
            )
            % {"count": len(found), "span": span(found[0].starts_at, found[0].ends_at)}
        ]
        for (pk, tier), found in leaving.shifts_ahead(engagement, at=at).items()
    }


def by_person(person: Person, engagements: Sequence[Engagement], at: datetime) -> Sequence[str]:
    """Say of the person's watch in these contracts whether the next in turn stands in."""
    lines = []
    for left in leaving.left_by(person, engagements=engagements, at=at):
        words = {
            "tier": ROLE_NAMES[Role(left.tier.value)],
            "contract": left.engagement.name,
            "count": len(left.shifts),
            "span": span(left.first.starts_at, left.first.ends_at),
            "bare": len(left.bare),
        }
        if left.bare:
            lines.append(
                ngettext(
                    "%(tier)s, %(contract)s: %(count)d duty shift from %(span)s on; %(bare)d without a person.",
                    "%(tier)s, %(contract)s: %(count)d duty shifts from %(span)s on; %(bare)d without a person.",
                    len(left.shifts),
                )
                % words
            )
        else:
            lines.append(
                ngettext(
                    "%(tier)s, %(contract)s: %(count)d duty shift from %(span)s on; the next in turn stands in.",
                    "%(tier)s, %(contract)s: %(count)d duty shifts from %(span)s on; the next in turn stands in.",
                    len(left.shifts),
                )
                % words
            )
    return lines


LEAVING = Leaving(by_role=by_role, by_person=by_person)
"""What the areas above people know of somebody who leaves."""
