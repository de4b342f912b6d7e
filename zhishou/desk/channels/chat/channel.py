from django.utils.translation import gettext_lazy as _

from zhishou.desk.channels.protocol import Channel, Limits

CHAT = Channel(
    kind="chat",
    name=_("Chat"),
    limits=Limits(first_contact=False),
)
