import json
from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

import pytest
from django.http import HttpRequest
from ninja.renderers import JSONRenderer

from jishi.api.answering import Renderer

MOMENT = datetime(2023, 3, 15, 4, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "value",
    [
        MOMENT,
        MOMENT.replace(microsecond=123_456),
        MOMENT.replace(microsecond=7),
        MOMENT.astimezone(timezone(timedelta(hours=8))),
        UUID(int=7),
        {"公文": [None, True, 1.5, "\u2028 <script>"]},
        timedelta(hours=1),
    ],
)
def test_an_answer_is_written_as_the_library_would(value: object) -> None:
    ours = Renderer().render(HttpRequest(), {"value": value}, response_status=200)
    theirs = JSONRenderer().render(HttpRequest(), {"value": value}, response_status=200)

    assert json.loads(ours) == json.loads(theirs)
