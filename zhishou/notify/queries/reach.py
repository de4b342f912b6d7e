"""Which message a failed delivery was."""

from collections.abc import Iterable

from zhishou.notify.models import Notice


def dedup_keys(uuids: Iterable[str]) -> list[str]:
    """Return the dedup keys of notices, by which whoever told them knows them again."""
    return list(
        Notice.objects.filter(uuid__in=list(uuids)).exclude(dedup_key="").values_list("dedup_key", flat=True)
    )
