"""The social and other duties of LOA §§ 4-5p and their predecessors: the rules in the order of the Act."""

from __future__ import annotations

from dugnad.law.purchase import Rule

SOCIAL: tuple[Rule, ...] = ()
