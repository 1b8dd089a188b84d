"""The climate and environment rule: one function per version of the paragraph.

Each takes a matter inside the rule (bound or possibly bound buyer, inside the Act, valid codes) and answers it. What a
notice alone can show is less than what notice and documents show together: the reasons for a departure belong in the
documents.
"""

from __future__ import annotations

from dugnad.law.finding import Problem
from dugnad.law.matter import Answer, Matter
from dugnad.law.rules.departure import departure
from dugnad.law.weights import PRICE_CODES, WHOLE


def since_2017(matter: Matter) -> Answer:  # noqa: PLR0911 - one return per row of the rule's table
    """A "should": never a possible breach (FOA § 7-9, 2017-05-01 to 2023-12-31)."""
    early = met(matter, "should-") or stated_conflict(matter)
    if early:
        return early
    gap = lacking(matter)
    if gap in {"unknown-no-criteria", "unknown-in-documents", "unknown-lost-codes", "unknown-unreadable"}:
        return unknown(gap)
    reading = matter.reading
    if not reading.has_environment:
        return Answer("NOT_APPLICABLE", None, "no-environment-2017")
    if gap:
        return unknown(gap)
    if reading.has_weights:
        has_weight = reading.certain is None or reading.certain > 0
        if has_weight and not reading.is_sum_odd and (reading.maximum or 0.0) < matter.least_weight:
            return Answer("SHOULD_NOT_MET", "weight", "should-not-met-weight", "weight")
        return review_weight(matter)
    if reading.has_ranks and reading.rank_certain and _is_ranked_low(matter):
        return Answer("SHOULD_NOT_MET", "rank", "should-not-met-rank", "rank")
    return review_rank(matter) or unknown("unknown-weights")


def since_2024(matter: Matter) -> Answer:  # noqa: PLR0911 - one return per row of the rule's table
    """Thirty per cent is a "shall", the ranking a "should" (FOA and FF § 7-9, 2024-01-01 to 2026-06-30)."""
    early = met(matter) or stated_conflict(matter) or without_duty(matter) or departure(matter, may_combine=False)
    if early:
        return early
    reading = matter.reading
    gap = lacking(matter)
    if gap:
        return unknown(gap)
    if reading.is_price_only:
        return price_only(matter)
    if reading.has_weights:
        return below_minimum(matter)
    if reading.has_ranks and _is_ranked_low(matter) and matter.is_read and matter.documents is not None:
        if matter.documents.requirements == "none":
            return possible_breach(matter, "rank")
        return Answer("MANUAL_REVIEW", "rank", "review-rank", "rank")
    return review_rank(matter) or unknown("unknown-weights")


def concessions_since_2024(matter: Matter) -> Answer:
    """A ranking that should be followed, no percentage: never a possible breach (KKF § 7-6 until 2026-06-30)."""
    early = met(matter) or stated_conflict(matter) or without_duty(matter) or departure(matter, may_combine=False)
    if early:
        return early
    gap = lacking(matter)
    if gap:
        return unknown(gap)
    return review_concession(matter) or review_rank(matter) or unknown("unknown-weights")


def since_2026(matter: Matter) -> Answer:
    """Weight and ranking are a "shall" where there is a duty to announce (LOA § 5b, FF § 7-9 from 2026-07-01)."""
    early = met(matter) or stated_conflict(matter) or departure(matter, may_combine=True)
    if early:
        return early
    reading = matter.reading
    gap = lacking(matter)
    if gap:
        return unknown(gap)
    if reading.is_price_only:
        return price_only(matter)
    if reading.has_weights:
        return below_minimum(matter)
    if reading.has_ranks and _is_ranked_low(matter):
        return possible_breach(matter, "rank")
    return review_rank(matter) or unknown("unknown-weights")


def concessions_since_2026(matter: Matter) -> Answer:
    """The ranking is a "shall"; still no percentage (KKF § 7-6 from 2026-07-01)."""
    early = met(matter) or stated_conflict(matter) or departure(matter, may_combine=False, is_met=True)
    if early:
        return early
    gap = lacking(matter)
    if gap:
        return unknown(gap)
    reading = matter.reading
    if reading.has_ranks and len(reading.criteria) > 1 and not reading.is_price_only and _is_ranked_low(matter):
        return possible_breach(matter, "rank")
    return review_concession(matter) or review_rank(matter) or unknown("unknown-weights")


VERSIONS = {
    "foa-7-9@2017": since_2017,
    "foa-7-9@2024": since_2024,
    "ff-7-9@2024": since_2024,
    "kkf-7-6@2024": concessions_since_2024,
    "loa-5b@2026": since_2026,
    "ff-7-9@2026": since_2026,
    "kkf-7-6@2026": concessions_since_2026,
}


def met(matter: Matter, strength: str = "") -> Answer | None:
    """Weight or rank reaches the rule, whatever stands beside it and whoever the buyer is."""
    reading = matter.reading
    if reading.is_share_disputed:
        return None
    if _weight_reaches(matter):
        return Answer("MET_WEIGHT", "weight", f"{strength}met-weight", "weight")
    is_weighted = reading.has_weights and matter.minimum is not None
    is_mixed = reading.has_some_ranks and not reading.has_ranks and any(row["weight_high"] for row in reading.rows)
    if is_weighted or is_mixed or reading.rank_certain is None or reading.rank_certain > matter.lowest_rank:
        return None
    return Answer("MET_RANK", "rank", f"{strength}met-rank", "rank")


def stated_conflict(matter: Matter) -> Answer | None:
    """Facts that contradict each other are for a person, not for a rule."""
    reading = matter.reading
    if reading.is_share_disputed:
        return Answer("MANUAL_REVIEW", "weight", "review-weight-disputed", "weight")
    if reading.has_plainly_other:
        return Answer("MANUAL_REVIEW", "weight", "review-plainly-other", "weight")
    return None


def without_duty(matter: Matter) -> Answer | None:
    """Until July 2026: Part I knows no duty to state criteria, so price alone needs no departure there."""
    reading, documents = matter.reading, matter.documents
    is_claimed = reading.statements or reading.unknown_codes or (documents is not None and documents.reasons_path)
    if not reading.is_price_only or matter.scope.part != "1" or is_claimed:
        return None
    if lacking(matter) not in {None, "unknown-buyer", "unknown-formula", "unknown-unreadable"}:
        return None
    return Answer("NOT_APPLICABLE", "price-only", "price-only-part-1", "weight")


def lacking(matter: Matter) -> str | None:  # noqa: PLR0911 - one return per fact
    """The first fact that is missing, as the key of its sentence."""
    reading, lot, scope = matter.reading, matter.lot, matter.scope
    if lot.criteria_in_documents or reading.points_to_documents:
        return "unknown-in-documents"
    if lot.basis != "notice" and lot.documents is not None and not lot.documents.is_readable:
        return "unknown-unreadable"
    if not reading.criteria:
        return "unknown-no-criteria"
    if lot.notice.has_lost_codes and not matter.is_read and _may_have_lost(matter):
        return "unknown-lost-codes"
    if lot.has_formula:
        return "unknown-formula"
    if scope.part == "unknown" or (scope.must_announce is None and _needs_announcement(matter)):
        return "unknown-part"
    if scope.is_bound is None:
        return "unknown-buyer"
    return "unknown-withheld" if reading.is_withheld else None


def below_minimum(matter: Matter) -> Answer:
    """Every criterion is weighted and the environment does not certainly reach the minimum."""
    reading = matter.reading
    is_ranked_well = reading.rank_possible is not None and reading.rank_possible <= matter.lowest_rank
    if is_ranked_well and len(reading.criteria) > 1:
        return Answer("MANUAL_REVIEW", "weight", "review-weight-and-rank", "weight")
    if reading.is_sum_odd or (reading.maximum or 0.0) >= matter.least_weight:
        return review_weight(matter)
    if _stated_weight(matter) >= matter.least_weight:
        return Answer("MANUAL_REVIEW", "weight", "review-weight-disputed", "weight")
    return possible_breach(matter, "weight")


def price_only(matter: Matter) -> Answer:
    """Price as the only criterion: open to judgement except above the EEA thresholds."""
    regulation, part = matter.scope.regulation, matter.scope.part
    if (regulation, part) in {("foa", "3"), ("ff", "2")}:
        return possible_breach(matter, "price-only")
    return Answer("MANUAL_REVIEW", "price-only", "review-price-only", "weight")


def possible_breach(matter: Matter, ground: str) -> Answer:
    """The gravest outcome, held back where the first publication is unknown or the law was not checked."""
    if matter.lot.notice.is_change_without_first:
        return unknown("unknown-change")
    path = "rank" if ground == "rank" else "weight"
    marks = {matter.version.mark} if matter.version else {"C"}
    marks |= {amount.mark for amount in (*matter.scope.amounts, matter.minimum, matter.highest) if amount}
    if marks & {"C", "I"}:
        return Answer("MANUAL_REVIEW", ground, "review-weak-mark", path)
    absent = "-absent" if ground == "rank" and matter.reading.rank_possible is None else ""
    read = "-read" if matter.is_read else ""
    return Answer("POSSIBLE_BREACH", ground, f"breach-{ground}{absent}{read}", path)


def review_weight(matter: Matter) -> Answer:
    sentence = "review-sum" if matter.reading.is_sum_odd else "review-weight-crosses"
    if matter.reading.is_sum_odd:
        message = f"The weights sum to {matter.reading.total:g} %."
        matter.reading.problems.append(Problem(code="weights-do-not-sum", field="BT-541", message=message))
    return Answer("MANUAL_REVIEW", "weight", sentence, "weight")


def review_rank(matter: Matter) -> Answer | None:
    reading = matter.reading
    if reading.has_some_ranks and not reading.has_ranks and any(row["weight_high"] for row in reading.rows):
        return Answer("MANUAL_REVIEW", "weight", "review-weight-and-rank", "weight")
    if not reading.has_ranks:
        return None
    is_doubtful = reading.rank_possible is not None and not _is_ranked_low(matter)
    return Answer("MANUAL_REVIEW", "rank", "review-rank-doubtful" if is_doubtful else "review-rank", "rank")


def review_concession(matter: Matter) -> Answer | None:
    """Concessions know no percentage, so weights without ranks need a person."""
    reading = matter.reading
    if reading.is_price_only:
        return Answer("MANUAL_REVIEW", "price-only", "review-price-only", "rule")
    if reading.has_weights and (len(reading.criteria) == 1 or not reading.has_ranks):
        return Answer("MANUAL_REVIEW", "weight", "review-concession", "rule")
    return None


def unknown(sentence: str) -> Answer:
    return Answer("UNKNOWN", None, sentence)


def _weight_reaches(matter: Matter) -> bool:
    """Certain weight at the minimum, also when odd sums are scaled to a hundred."""
    reading = matter.reading
    if not reading.has_weights or reading.certain is None or reading.certain < matter.least_weight:
        return False
    total = max(reading.total or WHOLE, WHOLE)
    return not reading.is_sum_odd or reading.certain * WHOLE / total >= matter.least_weight


def _stated_weight(matter: Matter) -> float:
    """The most that the criteria's own words give environment: 29.6 coded and 30 written are not the same here."""
    rows = [row for row in matter.reading.rows if row["environment"] != "none"]
    return float(sum(max(row["counts_at_most"], row["stated_percent"] or 0.0) for row in rows))


def _is_ranked_low(matter: Matter) -> bool:
    """No criterion that is or may be environment stands among the highest."""
    best = matter.reading.rank_possible
    return best is None or (best > matter.lowest_rank and not matter.reading.is_rank_gapped)


def _may_have_lost(matter: Matter) -> bool:
    """Before the national codes a copy had none to lose, but it may have lost its texts."""
    if matter.on >= matter.law.codes_since:
        return True
    return any(not one.text and one.type_code not in PRICE_CODES for one in matter.reading.criteria)


def _needs_announcement(matter: Matter) -> bool:
    return matter.version is not None and matter.version.id.endswith("@2026")
