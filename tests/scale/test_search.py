"""One search in fifty thousand answers stays quick on both databases, misspelt words too (bench/search.py)."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
SLACK = 1.5
"""A loose bound, as the machine may be busy with other things; bench/search.py measures and tells the true one."""


@pytest.mark.long
@pytest.mark.alone
def test_search_in_fifty_thousand_answers_stays_near_its_fifty_milliseconds() -> None:
    missed, count = missed_claims()
    if missed:  # the machine may have been disturbed for a while: what is slow is so the second time too
        again, count = missed_claims()
        missed &= again

    assert (missed, count >= 4) == (set(), True)


def missed_claims() -> tuple[set[str], int]:
    """What took longer than is claimed, and how many claims there are."""
    command = [sys.executable, str(CHECKOUT / "bench" / "search.py")]
    ended = subprocess.run(command, capture_output=True, text=True, check=True, cwd=CHECKOUT)
    claims = json.loads(ended.stdout)["claims"]
    return {claim["what"] for claim in claims if claim["value"] > SLACK * claim["at_most"]}, len(claims)
