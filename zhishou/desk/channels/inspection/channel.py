from django.utils.translation import gettext_lazy as _

from zhishou.desk.channels.protocol import Channel, Limits

INSPECTION = Channel(
    kind="inspection",
    name=_("Inspection"),
    limits=Limits(first_contact=False),
)
