"""Tax and VAT of Norwegian suppliers (R-TAX): LOA § 5l, before that FOA § 7-2. FF and KKF have no such duty."""

from __future__ import annotations

from dugnad.law.duty_finding import Answer, duty
from dugnad.law.duty_law import DutyVersion
from dugnad.law.duty_matter import DutyMatter
from dugnad.law.rules.condition import (
    authority,
    clause_answer,
    for_a_person,
    inside_act,
    is_in_act_itself,
    known_day,
    known_regulation,
    outside,
    reaches,
    read_as,
)


def _answer(matter: DutyMatter, version: DutyVersion) -> Answer:
    scope = [*outside(matter), authority(matter), known_regulation(matter), known_day(matter)]
    if is_in_act_itself(matter):
        # That every procurement under the Act is meant is a reading: the paragraph names no amount.
        return clause_answer(matter, version, [*scope, inside_act(matter), read_as("I")], "tax")
    # The certificate is as often asked among the qualifications or the forms as in the contract.
    return for_a_person(clause_answer(matter, version, [*scope, reaches(matter, "tax", is_strict=True)], "tax"))


tax = duty("tax.certificate", _answer)
