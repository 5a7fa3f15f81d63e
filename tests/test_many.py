"""How the command line counts what it tells of."""

import pytest

from timeline.many import many


@pytest.mark.parametrize(("number", "told"), [(0, "0 facts"), (1, "1 fact"), (2, "2 facts"), (1000, "1,000 facts")])
def test_one_is_one(number: int, told: str) -> None:
    """As people say it."""
    assert many(number, "fact") == told
