"""The words of attachments, read in the background for whoever searches."""

from datetime import datetime

from django.db import transaction

from xieban.writing.actions.news import tell_read
from xieban.writing.models import Attachment
from xieban.writing.queries.apart import words_of_file
from xieban.writing.rules import TextState


def read_words(*, attachment: Attachment, at: datetime) -> None:
    """Read the words of a file once; whoever comes while another reads finds them read."""
    text, state = words_of_file(sha256=attachment.sha256)  # outside of the transaction: it takes its time
    with transaction.atomic():
        waiting = Attachment.objects.filter(pk=attachment.pk, text_state=TextState.WAITING.value)
        if waiting.update(text=text, text_state=state.value):
            tell_read(attachment, at=at)
