from django.utils.translation import gettext_lazy as _

from zhishou.desk.channels.protocol import Channel, Limits

API = Channel(
    kind="api",
    name=_("Programme"),
    is_the_clients=True,
    limits=Limits(first_contact=False),
)
