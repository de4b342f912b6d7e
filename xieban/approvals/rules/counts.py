"""How many: whole numbers from one; pure."""


def is_count(number: object, *, most: int) -> bool:
    """Say whether this is how many of something there can be, up to `most`."""
    return isinstance(number, int | float) and 1 <= number <= most and number == int(number)
