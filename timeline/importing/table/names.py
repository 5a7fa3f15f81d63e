"""What to say of a column that is not there."""

from collections.abc import Sequence

from timeline.complaints import did_you_mean


def hint(name: str, names: Sequence[str]) -> str:
    """The nearest names, or all."""
    shown = ", ".join(filter(None, names))
    near = {one.casefold(): one for one in names if one}
    return did_you_mean(name.casefold(), near) or f"; the columns: {shown[:500]}"
