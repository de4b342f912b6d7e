from django.utils.translation import gettext_lazy as _

from zhishou.desk.channels.protocol import Channel, Limits

MAIL = Channel(
    kind="mail",
    name=_("Mail"),
    limits=Limits(first_contact=True),
)
