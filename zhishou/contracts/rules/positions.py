"""Where each key of a TOML text stands, so that a fault can name its line.

`tomllib` reads values but keeps no positions, and neither does any maintained reader that keeps the style of a
file. This walks a text that `tomllib` has already accepted, so it need only recognise keys, not judge them.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Final

Path = tuple[str | int, ...]

_WORD: Final = re.compile(
    r'"""(?:\\.|[^\\])*?"""|'
    r"'''.*?'''|"
    r'"(?:\\.|[^"\\\n])*"|'
    r"'[^'\n]*'|"
    r"\#[^\n]*|"
    r"[A-Za-z0-9_:+.-]+|"
    r"\[\[|\]\]|[\[\]{}=,]|\n|[^\S\n]+|.",
    re.DOTALL,
)


def key_lines(text: str) -> dict[Path, int]:
    """Return the line (from 1) on which each key and table of the text is first named."""
    return _Walk(text).lines


def line_of(lines: Mapping[Path, int], path: Path) -> int:
    """Return the line of the key, or of the nearest table around it; 1 where even that is missing."""
    while path:
        if path in lines:
            return lines[path]
        path = path[:-1]
    return 1


class _Walk:
    """One pass over the tokens of a text."""

    def __init__(self, text: str) -> None:
        self.lines: dict[Path, int] = {}
        self._lengths: dict[Path, int] = {}
        self._words = list(_words(text))
        self._at = 0
        table: Path = ()
        while self._at < len(self._words):
            word, line = self._words[self._at]
            if word in {"[", "[["}:
                self._at += 1
                table = self._header(line, many=word == "[[")
            elif word == "\n":
                self._at += 1
            else:
                self._pair(table)

    def _header(self, line: int, *, many: bool) -> Path:
        path = self._resolve(self._key(), line)
        self._at += 1  # the closing bracket
        if many:
            self._lengths[path] = self._lengths.get(path, 0) + 1
            self.lines.setdefault(path, line)
            path = (*path, self._lengths[path] - 1)
        self.lines.setdefault(path, line)
        return path

    def _pair(self, table: Path) -> None:
        line = self._words[self._at][1]
        path = table
        for part in self._key():
            path = (*path, part)
            self.lines.setdefault(path, line)
        self._at += 1  # the equals sign
        self._value(path)

    def _value(self, path: Path) -> None:
        word, _ = self._words[self._at]
        self._at += 1
        if word in {"[", "[["}:
            self._array(path, deep=word == "[[")
        elif word == "{":
            while self._peek() != "}":
                if self._peek() in {",", "\n"}:
                    self._at += 1
                else:
                    self._pair(path)
            self._at += 1
        else:
            while self._at < len(self._words) and self._peek() not in {"\n", ",", "]", "]]", "}"}:
                self._at += 1  # a date and its time may be two words

    def _array(self, path: Path, *, deep: bool) -> None:
        index = 0
        if deep:  # two brackets at once were one word: the inner array is the first element
            self.lines.setdefault((*path, 0), self._words[self._at - 1][1])
            self._array((*path, 0), deep=False)
            index = 1
        while True:
            word = self._peek()
            if word in {",", "\n"}:
                self._at += 1
            elif word == "]]":  # ends this array and the one around it: leave one bracket behind
                self._words[self._at] = ("]", self._words[self._at][1])
                return
            elif word == "]":
                self._at += 1
                return
            else:
                self.lines.setdefault((*path, index), self._words[self._at][1])
                self._value((*path, index))
                index += 1

    def _key(self) -> list[str]:
        parts: list[str] = []
        while self._peek() not in {"=", "]", "]]"}:
            word = self._words[self._at][0]
            quoted = word[0] in "\"'"
            parts += [word[1:-1]] if quoted else [part for part in word.split(".") if part]
            self._at += 1
        return parts

    def _resolve(self, parts: list[str], line: int) -> Path:
        """Return the path of a header; a table under an array of tables belongs to the last of them."""
        path: Path = ()
        for number, part in enumerate(parts):
            path = (*path, part)
            self.lines.setdefault(path, line)
            if number < len(parts) - 1 and path in self._lengths:
                path = (*path, self._lengths[path] - 1)
        return path

    def _peek(self) -> str:
        return self._words[self._at][0]


def _words(text: str) -> Iterator[tuple[str, int]]:
    line = 1
    for found in _WORD.finditer(text.replace("\r\n", "\n")):
        word = found.group()
        if not (word.startswith("#") or (word.isspace() and word != "\n")):
            yield word, line
        line += word.count("\n")
