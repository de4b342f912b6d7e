import pytest

from jishi.sentences.door import Sentence, Wrong, in_english

CHINESE = {
    "%(first)s, %(others)s": "%(first)s、%(others)s",
    "expected %(wanted)s": "应为%(wanted)s",
    "one of: %(names)s": "以下之一：%(names)s",
    "100% of it": "全部（100%）",
}
KNOWN = Sentence.of("expected %(wanted)s", wanted=Sentence.of("one of: %(names)s", names=("a", "b", "c")))


def test_a_sentence_is_said_with_all_that_stands_within_it() -> None:
    assert KNOWN.said(in_english) == "expected one of: a, b, c"
    assert KNOWN.said(CHINESE.__getitem__) == "应为以下之一：a、b、c"


def test_a_sentence_without_values_keeps_its_percent_signs() -> None:
    assert Sentence.of("100% of it").said(CHINESE.__getitem__) == "全部（100%）"


@pytest.mark.parametrize(("names", "said"), [((), "one of: "), (("50%",), "one of: 50%")])
def test_values_are_never_taken_for_messages(names: tuple[str, ...], said: str) -> None:
    assert Sentence.of("one of: %(names)s", names=names).said(in_english) == said


def test_what_is_wrong_is_an_error_in_english_that_keeps_its_sentence() -> None:
    wrong = Wrong("expected %(wanted)s", wanted=3)

    assert (str(wrong), wrong.sentence.said(CHINESE.__getitem__)) == ("expected 3", "应为3")
