"""Numbers of things, in words."""


def many(number: int, noun: str) -> str:
    """`1 fact`, `1,000 facts`; of a noun whose plural ends in s."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
