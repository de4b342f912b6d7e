from django.utils.translation import gettext_lazy as _

from zhishou.desk.channels.mail.mailbox import MailboxForm, look, shown
from zhishou.desk.channels.mail.writing import reply
from zhishou.desk.channels.protocol import Channel, Limits

MAIL = Channel(
    kind="mail",
    name=_("Mail"),
    limits=Limits(first_contact=True),
    form=MailboxForm,
    shown=shown,
    poll=look,
    reply=reply,
)
