from django.utils.translation import gettext_lazy as _

from zhishou.desk.channels.protocol import Channel, Limits

WEB = Channel(
    kind="web",
    name=_("Portal"),
    limits=Limits(first_contact=True),
)
