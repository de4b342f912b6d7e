"""Everything that may be done on a ticket's page, in the order of the menu."""

from zhishou.desk.web.deeds import clocks, endings, families, hands, talking
from zhishou.desk.web.deeds.deed import Deed

DEEDS: tuple[Deed, ...] = (
    *hands.DEEDS,
    *talking.DEEDS,
    *clocks.DEEDS,
    *endings.DEEDS,
    *families.DEEDS,
)
BY_NAME: dict[str, Deed] = {deed.name: deed for deed in DEEDS}
