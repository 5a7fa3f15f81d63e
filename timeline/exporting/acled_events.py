"""What ACLED's codebook of 2024 calls an attack or a meeting: type of disorder, of event and of sub-event."""

from timeline.exporting.record import Record

_VIOLENCE = "Political violence"
_REMOTE, _CIVILIANS = "Explosions/Remote violence", "Violence against civilians"
_TYPES = {
    "bombing_explosion": (_VIOLENCE, _REMOTE, None),
    "hostage_taking_kidnapping": (_VIOLENCE, _CIVILIANS, "Abduction/forced disappearance"),
}
_BOMBS = ("Chemical weapon", "Air/drone strike", "Suicide bomb", "Shelling/artillery/missile attack", "Grenade")
_SUB_EVENTS = (
    (_VIOLENCE, "Battles", "Armed clash", "Government regains territory", "Non-state actor overtakes territory"),
    (_VIOLENCE, _REMOTE, *_BOMBS, "Remote explosive/landmine/IED"),
    (_VIOLENCE, _CIVILIANS, "Sexual violence", "Attack", "Abduction/forced disappearance"),
    (_VIOLENCE, "Riots", "Mob violence"),
    ("Demonstrations", "Riots", "Violent demonstration"),
    (f"{_VIOLENCE}; Demonstrations", "Protests", "Excessive force against protesters"),
)
_EVENTS = {one: (disorder, event) for disorder, event, *some in _SUB_EVENTS for one in some}
"""The codebook's sub-events that an import makes attacks of, and keeps as tags."""
_AGREEMENT = ("Strategic developments", "Strategic developments", "Agreement")


def event_type(record: Record) -> tuple[str, str | None, str | None]:
    """Disorder, event and sub-event, by a tag that names one; what the attack's own type leaves open stays so."""
    if record.row["kind"] == "meeting":
        return _AGREEMENT
    sub_event = next((tag for tag in record.tags if tag in _EVENTS), None)
    if sub_event:
        return *_EVENTS[sub_event], sub_event
    return _TYPES.get(record.own.get("attack_type") or "", (_VIOLENCE, None, None))
