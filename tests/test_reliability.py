"""docs/reliability.md names every fault and every mutant, and the list of mutants stays true while the code changes."""

import pytest

from tests.faults.mutants import PAGE, ROOT, Mutant, mutants
from tests.faults.tally import FAULTS


@pytest.mark.parametrize("mutant", mutants(), ids=lambda mutant: mutant.name)
def test_what_a_mutant_changes_is_there(mutant: Mutant) -> None:
    """Once; whoever changes the line changes the mutant with it."""
    assert (ROOT / "timeline" / mutant.file).read_text().count(mutant.old) == 1


def test_the_page_has_every_fault_and_every_mutant() -> None:
    """With its numbers, or with the test that noticed it."""
    cells = [line.strip("| ").split(" | ") for line in PAGE.read_text().splitlines() if line.startswith("| ")]
    rows = {name: others for name, *others in cells}
    assert [fault for fault in FAULTS if rows.get(fault, [])[2:] != ["0", "0", "0"]] == []
    assert [mutant.name for mutant in mutants() if not rows.get(mutant.name, ["", ""])[1].startswith("`")] == []
