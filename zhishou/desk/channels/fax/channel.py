from django.utils.translation import gettext_lazy as _

from zhishou.desk.channels.protocol import Channel, Limits

FAX = Channel(
    kind="fax",
    name=_("Fax"),
    limits=Limits(first_contact=True),
)
