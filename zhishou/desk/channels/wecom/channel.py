from django.utils.translation import gettext_lazy as _

from zhishou.desk.channels.protocol import Channel, Limits

WECOM = Channel(
    kind="wecom",
    name=_("WeCom"),
    limits=Limits(first_contact=True, longest_bytes=2048),
)
