"""Notice and documents of one lot together: which readings the judge is given, and one finding from their answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dugnad.law.facts import LotFacts, NoticeFacts
from dugnad.law.finding import Finding


def filled(told: NoticeFacts, read: NoticeFacts) -> NoticeFacts:
    """The notice's facts: codes are surer than words. The documents fill what it leaves open."""
    return replace(
        told,
        buyer_kind=told.buyer_kind or (None if told.buyer_legal_type else read.buyer_kind),
        value_nok=told.value_nok or read.value_nok,
        cpv=told.cpv or read.cpv,
        contract_nature=told.contract_nature or read.contract_nature,
    )


def states_own(coded: LotFacts) -> bool:
    """Does the notice state criteria of its own, none of which sends the reader to the documents?"""
    own = [one for one in coded.criteria if not one.is_statement]
    return bool(own) and not coded.criteria_in_documents and not any(one.points_to_documents for one in own)


def readings(coded: LotFacts, read: LotFacts) -> list[LotFacts]:
    """The lot as the documents state it, and as the notice does where it states criteria of its own."""
    as_coded = replace(coded, basis="both", documents=read.documents)
    if not read.criteria:
        return [as_coded]
    statements = tuple(one for one in coded.criteria if one.is_statement)
    both = replace(read, basis="both", criteria=(*read.criteria, *statements), strategic=coded.strategic)
    return [both, as_coded] if states_own(coded) else [both]


def agreed(findings: Sequence[Finding]) -> Finding:
    """One finding. Where notice and documents lead to different outcomes a person must look: MANUAL_REVIEW."""
    first = findings[0]
    if all(one.outcome == first.outcome for one in findings):
        return first
    others = ", ".join(dict.fromkeys(one.outcome for one in findings))
    return replace(
        first,
        outcome="MANUAL_REVIEW",
        sentence_nb="Kunngjøringen og dokumentene oppgir ulike kriterier eller vekter, og det gir ulike svar.",
        sentence_nn="Kunngjeringa og dokumenta oppgjev ulike kriterium eller vekter, og det gjev ulike svar.",
        sentence_en="Notice and documents state different criteria or weights, and that gives different answers.",
        facts=dict(first.facts, why="review-notice-against-documents", outcomes=others),
    )
