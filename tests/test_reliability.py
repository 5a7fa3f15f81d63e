"""The list of faults that are planted on purpose stays true while the code changes."""

import pytest

from tests.faults.mutants import ROOT, Mutant, mutants


@pytest.mark.parametrize("mutant", mutants(), ids=lambda mutant: mutant.name)
def test_what_a_mutant_changes_is_there(mutant: Mutant) -> None:
    """Once; whoever changes the line changes the mutant with it."""
    assert (ROOT / "timeline" / mutant.file).read_text().count(mutant.old) == 1
