"""Reads about persons, roles and engagements; the only way to a row that a person may see."""

from zhishou.people.queries.organisations import (
    administered_organisations,
    engagement_of_event,
    engagements_by_code,
    engagements_of,
    every_engagement,
    get_engagement,
    get_organisation,
    organisation_of_event,
    visible_organisations,
)
from zhishou.people.queries.persons import (
    get_person,
    person_of_event,
    persons_by_id,
    persons_with_mail,
    search_persons,
    visible_persons,
)
from zhishou.people.queries.roles import (
    grants_in_force,
    in_force,
    needs_second_factor,
    persons_with_role,
    require_role,
    roles_in,
)

__all__ = [
    "administered_organisations",
    "engagement_of_event",
    "engagements_by_code",
    "engagements_of",
    "every_engagement",
    "get_engagement",
    "get_organisation",
    "get_person",
    "grants_in_force",
    "in_force",
    "needs_second_factor",
    "organisation_of_event",
    "person_of_event",
    "persons_by_id",
    "persons_with_mail",
    "persons_with_role",
    "require_role",
    "roles_in",
    "search_persons",
    "visible_organisations",
    "visible_persons",
]
