"""Lines of a table on a terminal."""

from unicodedata import east_asian_width


def wide(text: str, width: int) -> str:
    """Pad to a width in columns: a Chinese character takes two."""
    taken = sum(2 if east_asian_width(one) in "WF" else 1 for one in text)
    return text + " " * (width - taken)
