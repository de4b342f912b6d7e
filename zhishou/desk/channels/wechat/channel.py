from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhishou.desk.channels.protocol import Channel, Limits

WECHAT = Channel(
    kind="wechat",
    name=_("WeChat"),
    limits=Limits(first_contact=False, reply_within=timedelta(hours=48), replies=5, longest_bytes=2048),
)
