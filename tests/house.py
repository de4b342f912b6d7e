"""What the tests of either product stand on: words compiled, settings that make them fast, no deadline."""

import gc
import gettext
import os
from collections.abc import Iterator
from typing import Any, Final

import pytest
from django.conf import settings as django_settings
from django.test import override_settings
from django.utils import translation
from django.utils.translation import trans_real
from hypothesis import settings as hypothesis_settings
from whitenoise.middleware import WhiteNoiseMiddleware

from jishi.appendonly.tests.lifting import let_transactional_tests_flush
from jishi.messages.door import TOP, compile_all
from tests.thinking import think_cheaply

for product in ("ZHISHOU", "XIEBAN"):  # a process that is started by hand must have the key of the others
    os.environ.setdefault(
        f"{product}_SECRET_KEY", "the-tests-use-this-key-and-nothing-else-does-so-it-may-be-read-here"
    )
gc.disable()  # until the tests are collected: what is imported stays
let_transactional_tests_flush()

look_for_files = WhiteNoiseMiddleware.add_files_from_finders
FOUND: Final[dict[str, Any]] = {}


def look_for_files_once(middleware: WhiteNoiseMiddleware) -> None:
    """Look for what the product serves once a process; every client of a test brings middleware of its own."""
    if middleware.static_prefix not in FOUND:
        look_for_files(middleware)
        FOUND[middleware.static_prefix] = middleware.files
    middleware.files = FOUND[middleware.static_prefix]


WhiteNoiseMiddleware.add_files_from_finders = look_for_files_once

# A busy machine is no fault of a rule: what must be fast has a benchmark.
hypothesis_settings.register_profile("house", deadline=None)
hypothesis_settings.load_profile("house")
think_cheaply()
if compile_all(TOP):  # pages speak Chinese in tests as they do for people; Django read the old words at its start
    vars(gettext)["_translations"].clear()
    vars(trans_real)["_translations"].clear()
    vars(trans_real)["_default"] = None


def pytest_collection_finish() -> None:
    """Let the collector pass over the hundreds of thousands of objects that were there before the first test."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)  # a test leaves little behind, and looking for it every 700 objects costs more
    gc.enable()


@pytest.fixture(scope="session", autouse=True)
def _settings_of_the_tests(
    django_test_environment: None, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    with override_settings(
        MEDIA_ROOT=tmp_path_factory.mktemp("files"),
        VAULT_KEYS="tests dGVzdHMgdXNlIHRoaXMga2V5IGFuZCBub3RoaW5nIGU=",
        # What makes guessing slow makes tests slow; the product's own hasher is proved with the passwords.
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher", *django_settings.PASSWORD_HASHERS],
    ):
        yield


@pytest.fixture(autouse=True)
def _language_of_the_product() -> None:
    """Begin in Chinese: a request leaves the language of whoever asked in the thread that it ran in."""
    translation.deactivate()
