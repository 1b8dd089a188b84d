"""Every problem code is explained, and told apart by when it is found."""

from __future__ import annotations

import re
from pathlib import Path

import dugnad
from dugnad.notices.problem import CODES, DOCUMENT_CODES, LAW_CODES, LINK_CODES, MOST_PER_FILE, READING_CODES, Problems

SOURCE = Path(dugnad.__file__).parent


def test_every_code_of_the_law_is_known() -> None:
    used = {
        code
        for path in (SOURCE / "law").rglob("*.py")
        for code in re.findall(r'Problem\(code="([^"]+)"', path.read_text())
    }

    assert used - set(LAW_CODES) == set()


def test_no_code_is_found_in_two_ways() -> None:
    assert len(CODES) == len(READING_CODES) + len(LINK_CODES) + len(LAW_CODES) + len(DOCUMENT_CODES)


def test_more_problems_than_the_bound_are_counted_in_one_last_row() -> None:
    problems = Problems("a.xml", "0" * 64)
    for number in range(MOST_PER_FILE + 5):
        problems.add("bad-number", "BT-541", str(number))

    rows = problems.close("u-01")

    assert len(rows) == MOST_PER_FILE + 1
    assert (rows[-1]["code"], rows[-1]["position"]) == ("more-problems", MOST_PER_FILE)
    assert rows[-1]["message"].startswith("5 ")
