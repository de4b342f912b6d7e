from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from zhishou.desk.channels.protocol import Channel, Limits

QQ = Channel(
    kind="qq",
    name=_("QQ"),
    limits=Limits(first_contact=False, reply_within=timedelta(minutes=5), replies=5),
)
