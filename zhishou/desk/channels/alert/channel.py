from django.utils.translation import gettext_lazy as _

from zhishou.desk.channels.protocol import Channel, Limits

ALERT = Channel(
    kind="alert",
    name=_("Alert"),
    limits=Limits(first_contact=False),
)
