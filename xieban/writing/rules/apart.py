"""Reads a file in a process of its own: `python -m xieban.writing.rules.apart word|words`, the file in, JSON out.

A file from outside may be made to hurt whoever reads it. Here it can use up twenty seconds and a gigabyte, no more.
"""

import base64
import json
import resource
import sys
from typing import Final

from xieban.writing.rules import extraction, word

SECONDS: Final = 20
_BYTES: Final = 1_500_000_000
UNREADABLE: Final = 3  # exit code
NO_WORDS: Final = 4  # exit code


def main(task: str) -> int:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_BYTES, _BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    try:
        if task == "word":
            taken = word.read_word(content)
            said: object = {"html": taken.html, "losses": taken.losses}
        else:
            text, was_cut = extraction.words_of(content)
            page = base64.b64encode(extraction.first_page_of(content)).decode()
            said = {"text": text, "was_cut": was_cut, "first_page": page}
    except extraction.NoWords:
        return NO_WORDS
    except (word.NotWord, extraction.Broken):
        return UNREADABLE
    sys.stdout.write(json.dumps(said, ensure_ascii=True))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
