"""CAMEO's codes of what our kinds hold: meetings, statements and attacks, with what each says in a few words.

Codebook: https://parusanalytics.com/eventdata/cameo.dir/CAMEO.Manual.1.1b3.pdf. A code stands for those below it that
are not named.
"""

from typing import NamedTuple


class Cameo(NamedTuple):
    """What a code is: our kind, what it says in words, and fields that follow from it."""

    kind: str
    words: str
    fields: dict[str, str] = {}  # noqa: RUF012  # nobody changes it


def _met(words: str, format: str, **more: str) -> Cameo:
    return Cameo("meeting", words, {"format": format, **more})


def _said(words: str) -> Cameo:
    return Cameo("statement", words)


def _struck(words: str, attack_type: str | None = None, weapon: str | None = None) -> Cameo:
    found = {"attack_type": attack_type, "weapon": weapon}
    return Cameo("attack", words, {name: value for name, value in found.items() if value})


_BOMB = "bombing_explosion"

CODES = {
    "01": _said("public statement"),
    "02": _said("appeal"),
    "03": _said("stated intent to cooperate"),
    "040": _met("consultation", "consultation"),
    "041": _met("talk by telephone", "telephone"),
    "042": _met("visit", "visit"),
    "043": _met("visit received", "hosting"),
    "044": _met("meeting at a third place", "third_place"),
    "045": _met("mediation", "mediation"),
    "046": _met("negotiation", "negotiation"),
    "057": _met("signing of a formal agreement", "signing", agreement="reached"),
    "10": _said("demand"),
    "11": _said("disapproval"),
    "12": _said("rejection"),
    "13": _said("threat"),
    "18": _struck("assault"),
    "181": _struck("abduction or hostage-taking", "hostage_taking_kidnapping"),
    "182": _struck("physical assault", "unarmed_assault"),
    "1821": _struck("sexual assault"),
    "1822": _struck("torture"),
    "1823": _struck("killing by physical assault"),
    "183": _struck("bombing", _BOMB, "bomb"),
    "1831": _struck("suicide bombing", _BOMB, "suicide bomb"),
    "1832": _struck("car bombing", _BOMB, "car bomb"),
    "1833": _struck("roadside bombing", _BOMB, "roadside bomb"),
    "184": _struck("use of people as shields"),
    "185": _struck("attempt to assassinate", "assassination"),
    "186": _struck("assassination", "assassination"),
    "190": _struck("use of military force", "armed_assault"),
    "193": _struck("fight with small arms", "armed_assault", "small arms and light weapons"),
    "194": _struck("fight with artillery and tanks", "armed_assault", "artillery and tanks"),
    "195": _struck("attack from the air", _BOMB, "aerial weapons"),
    "200": _struck("mass violence"),
    "202": _struck("mass killing"),
    "203": _struck("ethnic cleansing"),
    "204": _struck("use of weapons of mass destruction", None, "weapons of mass destruction"),
}
_OTHERS = {
    *("017", "115", "116", "128", "129"),  # acts: symbolic ones, lawsuits, verdicts, norms defied, vetoes
}


def find(code: str) -> Cameo | None:
    """What a code says, by itself or by the nearest above it; None for what no kind here holds."""
    if any(code.startswith(other) for other in _OTHERS):
        return None
    return next((CODES[code[:length]] for length in range(len(code), 1, -1) if code[:length] in CODES), None)
