"""Frames come out as they went in, however the line cuts them."""

from hypothesis import given
from hypothesis import strategies as st

from jishi.balancing.frames import Answer, Arriving, Frame, Kind, Question, pack

WORDS = st.text(max_size=40)
HEADERS = st.lists(st.tuples(WORDS, WORDS), max_size=4)
QUESTIONS = st.builds(Question, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, WORDS, HEADERS, WORDS)
ANSWERS = st.builds(Answer, st.integers(100, 599), HEADERS)
BODIES = st.binary(max_size=200)


@given(
    said=st.lists(st.tuples(QUESTIONS | ANSWERS, BODIES), max_size=5), cuts=st.lists(st.integers(1, 60), min_size=1)
)
def test_frames_arrive_as_they_were_sent(said: list[tuple[Question | Answer, bytes]], cuts: list[int]) -> None:
    sent = b"".join(
        pack(Kind.QUESTION if isinstance(head, Question) else Kind.WHOLE, head, body) for head, body in said
    )
    arriving, at, turn = Arriving(), 0, 0
    arrived: list[Frame] = []
    while at < len(sent):
        cut = cuts[turn % len(cuts)]
        arrived += arriving.take(sent[at : at + cut])
        at, turn = at + cut, turn + 1
    assert [(_head(frame), frame.body) for frame in arrived] == said


def _head(frame: Frame) -> Question | Answer:
    if frame.kind is Kind.WHOLE:
        return frame.answer()
    question = frame.question()
    return question._replace(headers=[(name, value) for name, value in question.headers])
