"""Duties of the organisation and of every procurement: LOA §§ 4, 5 (until June 2026), 5a, 5d, 5o, 7a and 12."""

from __future__ import annotations

from dugnad.law.duty_finding import Answer, duty, failed, first_failing
from dugnad.law.duty_law import DutyVersion
from dugnad.law.duty_matter import Check, DutyMatter
from dugnad.law.rules.condition import (
    authority,
    buyer_in_act,
    in_part,
    inside_act,
    known_day,
    known_regulation,
    outside,
    plain_answer,
)

ALL_CONTRACTS = frozenset({"concession", "utility"})
DEFENCE_TOO = ALL_CONTRACTS | {"defence"}
INNOVATION = frozenset({"mar-nov", "proc-innov", "prod-innov", "rd-act"})
"""Codes of BT-776 that are still in use."""
ANNOUNCED = frozenset({"2", "3", "4"})


def _principles(matter: DutyMatter, _: DutyVersion) -> Answer:
    return plain_answer(matter, [*outside(matter, but=DEFENCE_TOO), buyer_in_act(matter), inside_act(matter)])


def _practice(matter: DutyMatter, _: DutyVersion) -> Answer:
    """LOA § 5 spoke to authorities, whatever they bought."""
    return plain_answer(matter, [*outside(matter, but=ALL_CONTRACTS), authority(matter)])


def _strategy(matter: DutyMatter, _: DutyVersion) -> Answer:
    """The duty is the organisation's, so the value of one purchase does not matter."""
    checks = [*outside(matter), authority(matter), known_regulation(matter)]
    no = first_failing(checks)
    if no is None and matter.purchase.strategy_address:
        return Answer("DUTY_DECLARED", "declared-address", "address", tuple(checks))
    return failed(no) if no else plain_answer(matter, checks)


def _security(matter: DutyMatter, _: DutyVersion) -> Answer:
    return plain_answer(matter, [*outside(matter, but=ALL_CONTRACTS), buyer_in_act(matter), inside_act(matter)])


def _innovation(matter: DutyMatter, _: DutyVersion) -> Answer:
    checks = [*outside(matter, but=ALL_CONTRACTS), buyer_in_act(matter), inside_act(matter)]
    if matter.purchase.declared & INNOVATION and first_failing(checks) is None:
        return Answer("DUTY_DECLARED", "declared-notice", "declared", tuple(checks))
    return plain_answer(matter, checks)


def _health(matter: DutyMatter, _: DutyVersion) -> Answer:
    """A note rather than a duty: the regulation has a part of its own for these services."""
    is_health = True if matter.service == "health" else None if not (matter.nature and matter.cpv) else False
    mark = matter.numbers.health.mark if is_health else None
    of_kind = Check(is_health, "no-health", "unknown-nature", mark=mark, because="because-kind")
    checks = [*outside(matter), authority(matter), of_kind]
    return plain_answer(matter, checks)


def _direct_award(matter: DutyMatter, _: DutyVersion) -> Answer:
    """Where there is a duty to announce, leaving it out is an illegal direct award."""
    placed = in_part(matter, ANNOUNCED, no="no-announce")
    must = matter.place.must_announce
    announced = placed if must is None else placed._replace(holds=must, no="no-announce")
    checks = [*outside(matter, but=ALL_CONTRACTS), buyer_in_act(matter), known_day(matter), announced]
    return plain_answer(matter, checks)


principles = duty("principles.basic", _principles)
practice = duty("organisation.duty", _practice)
strategy = duty("organisation.strategy", _strategy)
security = duty("security.preparedness", _security)
innovation = duty("innovation.option", _innovation)
health_services = duty("health-social.rules", _health)
direct_award = duty("direct-award.fee", _direct_award)
