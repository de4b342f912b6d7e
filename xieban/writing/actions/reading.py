"""The words of attachments, read in the background for whoever searches."""

import io
from datetime import datetime

from django.db import transaction

from jishi.files.door import keep
from xieban.writing.actions.news import tell_read
from xieban.writing.models import Attachment
from xieban.writing.queries.apart import words_of_file
from xieban.writing.rules import TextState


def read_words(*, attachment: Attachment, at: datetime) -> None:
    """Read the words of a file once and draw a PDF's first page; who comes meanwhile finds them read."""
    found = words_of_file(sha256=attachment.sha256)  # outside of the transaction: it takes its time
    page = keep(io.BytesIO(found.first_page), name=f"{attachment.uuid}.png").sha256 if found.first_page else ""
    with transaction.atomic():
        waiting = Attachment.objects.filter(pk=attachment.pk, text_state=TextState.WAITING.value)
        if waiting.update(text=found.text, text_state=found.state.value, first_page=page):
            tell_read(attachment, at=at)
