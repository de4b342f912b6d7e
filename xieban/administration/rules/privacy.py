"""What the read-only role never reads, pure: keys, hashes, secrets, the texts of documents."""

from collections.abc import Mapping
from typing import Final

HIDDEN: Final[Mapping[str, frozenset[str]]] = {
    # By these somebody could act as another.
    "administration_token": frozenset({"hash"}),
    "chat_probekey": frozenset({"hash"}),
    "directory_factorsecret": frozenset({"secret"}),
    "directory_person": frozenset({"password"}),
    # What others sent and were answered.
    "jishi_api_idempotencykey": frozenset({"headers", "body"}),
    "jishi_outbox_message": frozenset({"payload"}),
    # What people say to each other, and the texts of documents: whoever looks after the machine need not read them.
    "chat_message": frozenset({"text"}),
    "documents_signoff": frozenset({"text"}),
    "jishi_search_document": frozenset({"title", "body", "tokens"}),
    "writing_attachment": frozenset({"text"}),
    "writing_draft": frozenset({"html"}),
    "writing_revision": frozenset({"html", "words"}),
}
"""Table → columns that are not readable; a table that is not described is not readable at all."""
READABLE_LIBRARIES: Final = frozenset({"django_tasks_database"})
"""Labels of the libraries whose tables are described too."""
