from django.utils.translation import gettext_lazy as _

from zhishou.desk.channels.protocol import Channel, Limits

WEB = Channel(
    kind="web",
    name=_("Portal"),
    is_the_clients=True,
    limits=Limits(first_contact=True),
)
