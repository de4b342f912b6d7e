from django.utils.translation import gettext_lazy as _

from zhishou.desk.channels.protocol import Channel, Limits

PHONE = Channel(
    kind="phone",
    name=_("Phone"),
    limits=Limits(first_contact=True),
    is_spoken=True,
)
