"""The scope and the hard requirements: act and part, announcement, vehicles, energy, human-rights risk by CPV."""

from __future__ import annotations

from dugnad.law.purchase import Rule
from dugnad.law.rules.applies import act, announcement
from dugnad.law.rules.energy import efficiency
from dugnad.law.rules.human_rights import risk
from dugnad.law.rules.vehicles import zero_emission

HARD: tuple[Rule, ...] = (act, announcement, zero_emission, efficiency, risk)
