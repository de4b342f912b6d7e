"""The words that a starting product speaks."""

from django.utils.translation import trans_real

from jishi.deployment.door import compile_words


def test_words_that_another_product_compiled_just_now_are_read_too() -> None:
    compile_words()
    trans_real.translation("zh-hans")  # as this process read them before the other was done

    compile_words()

    assert vars(trans_real)["_translations"] == {}
