"""A time of the log for those who count in microseconds."""

from datetime import UTC, datetime


def moment(time: str) -> datetime:
    """To the microsecond; a leap second is the one before it."""
    whole, _, fraction = time.removesuffix("Z").replace(":60", ":59").partition(".")
    return datetime.fromisoformat(f"{whole}.{fraction[:6]:0<6}").replace(tzinfo=UTC)
