from django.utils.translation import gettext_lazy as _

from zhishou.desk.channels.protocol import Channel, Limits

API = Channel(
    kind="api",
    name=_("Programme"),
    limits=Limits(first_contact=False),
)
