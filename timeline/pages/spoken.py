"""Values as plain text, for feeds and calendars."""

from timeline.pages import words
from timeline.pages.changed import Changed
from timeline.pages.names import Name
from timeline.pages.shown import Value


def value(shown: Value) -> str:
    """What a page would show of it."""
    if shown.name:
        return shown.name.words
    if shown.members:
        return "; ".join(f"{label}: {value(member)}" if label else value(member) for label, member in shown.members)
    return f"{shown.text} ({shown.more})" if shown.more else shown.text


def what(change: Changed) -> str:
    """What was done, in a line: `corrected (coder error): killed, date`."""
    reason = change.data.get("reason")
    why = f" ({words.label(reason)})" if reason else ""
    if change.verb == "retracted":
        return f"retracted{why}" if not change.data.get("report") else f"a report was withdrawn{why}"
    return f"{change.verb}{why}: " + ", ".join(now.label for _, now in change.changed)


def whole(change: Changed) -> str:
    """All of it, in lines."""
    lines = [what(change)]
    if change.verb != "retracted":
        lines += [f"{now.label}: {value(was.value)} → {value(now.value)}" for was, now in change.changed]
    if change.data.get("note"):
        lines.append(change.data["note"])
    if change.report:
        lines.append(f"Withdrawn: the report in {change.report.words}")
    if change.duplicate:
        lines.append(f"It says the same as {change.duplicate.words}")
    if change.source:
        lines.append(f"On the word of {by(change.source, change.chain)}")
    return "\n".join(lines)


def by(source: Name, chain: tuple[Name, ...]) -> str:
    """Whose word it is: `Taliban through Reuters, in The Paper`."""
    said = " through ".join(name.words for name in chain)
    return f"{said}, in {source.words}" if said else source.words
