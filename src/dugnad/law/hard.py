"""The hard environmental requirements and the risk lists: vehicles, energy, human-rights risk by CPV."""

from __future__ import annotations

from dugnad.law.purchase import Rule

HARD: tuple[Rule, ...] = ()
