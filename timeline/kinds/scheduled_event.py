"""Scheduled events: what was planned, and what became of the plan."""

from typing import Annotated, Literal

from pydantic import Field

from timeline import Fact, Refers, Slug, hookimpl


class ScheduledEvent(Fact):
    """Something planned for its date. When the plan moves, an update moves the date and history keeps the old one."""

    kind = "scheduled_event"
    table = "scheduled_events"

    event_status: Literal["scheduled", "postponed", "rescheduled", "cancelled", "held"] = Field(
        default="scheduled", description="After schema.org's EventStatusType, and held once it took place."
    )
    realised_by: Annotated[Slug, Refers()] | None = Field(default=None, description="The fact it became.")


@hookimpl
def register_kinds() -> list[type[Fact]]:
    return [ScheduledEvent]
