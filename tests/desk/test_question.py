"""A title is made of what is asked, not of the greeting before it."""

from __future__ import annotations

import pytest

from dugnad.desk.question import title_of


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Hei!\n\nMå vi vekte miljø?", "Må vi vekte miljø?"),
        ("God dag,\nVi skal kjøpe renhold.", "Vi skal kjøpe renhold."),
        ("Hei Kari Nordmann!\nGjelder dette oss?", "Gjelder dette oss?"),
        ("Hei alle sammen\nGjelder dette oss?", "Gjelder dette oss?"),
        ("Hi,\nDoes this apply to us?", "Does this apply to us?"),
        ("Hei, må vi vekte miljø?", "Hei, må vi vekte miljø?"),
        ("Hei", "Hei"),
        ("", ""),
    ],
)
def test_title_is_the_first_line_that_asks(text: str, title: str) -> None:
    assert title_of(text) == title
