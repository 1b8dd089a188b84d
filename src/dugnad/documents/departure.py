"""Which path of the climate and environment rule the documents take, the sentence that claims it, and the reasons.

Weight and rank follow from the criteria. Everything else must be claimed in words: a document that only tells the rule
claims nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from dugnad.documents.against import facts_against
from dugnad.documents.claims import CONTEXT, Claimed, claimed, meant
from dugnad.documents.document import Document
from dugnad.documents.found import Departure, FoundLot, Path, Quote, Requirement
from dugnad.documents.nearby import nearby
from dugnad.documents.passage import Passage, Said, passages, said
from dugnad.documents.path_taken import MOVED_ON, is_met, of_all, path_taken
from dugnad.documents.phrases import finds, folded, patterns
from dugnad.documents.reasons import Reasons, find_reasons, is_labelled
from dugnad.documents.sentences import sentences as pieces
from dugnad.wording.statement import invoked_path

REPEALED = re.compile(r"(?:§+|\bsection|\bparagraf|\barticle)\s*7\s*[-–‑]\s*9\b")
OTHER_REGULATIONS = re.compile(r"forsyning|utilit|konsesjon|concession")
INVOKED: dict[str, Path] = {
    "spec": "spec",
    "insignificant": "exempt-insignificant",
    "critical-interest": "exempt-critical-interest",
    "national-minimum": "exempt-national-minimum",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """A sentence that claims a path, and the path."""

    said: Said
    path: Claimed
    is_certain: bool = True
    """False where no sentence claims it and only the reasons tell."""


def find_departures(
    documents: Sequence[Document],
    lots: Sequence[FoundLot],
    requirements: Sequence[Requirement],
    *,
    announced: date | None = None,
    cpv: Sequence[str] = (),
) -> tuple[Departure, dict[str, Departure]]:
    """The departure of the procurement, and of each lot where there are several."""
    everything = passages(documents)
    sentences = said(everything, lots)
    claims = _claims(everything, sentences)
    is_repealed = announced is not None and announced >= MOVED_ON and _cites_repealed(everything)
    by_lot: dict[str, Departure] = {}
    for lot in lots or (FoundLot(id=""),):
        own = _of_lot(claims, lot)
        wanted = [one for one in requirements if one.lot in {None, "", lot.id}]
        found = _departure(everything, sentences, lot, own, wanted, announced, [*cpv, *lot.cpv])
        by_lot[lot.id] = replace(found, cites_repealed_rule=is_repealed)
    if len(by_lot) == 1:
        return next(iter(by_lot.values())), {}
    return of_all([(lot, by_lot[lot.id]) for lot in lots]), by_lot


def _claims(everything: Sequence[Passage], sentences: Sequence[Said]) -> list[Claim]:
    found = []
    for index, one in enumerate(sentences):
        passage = everything[one.passage]
        if one.sentence.text.endswith("?") and not _is_answered_yes(everything, one.passage):
            continue
        is_going_on = index > 0 and sentences[index - 1].passage == one.passage
        before = sentences[index - 1].sentence.text if is_going_on else ""
        around = f"{passage.heading} {passage.label} {passage.text}"
        path = claimed(one.sentence.text, around=around, before=before)
        if path is not None:
            found.append(Claim(one, path))
    return found or _claimed_by_reasons(everything, sentences)


def _is_answered_yes(everything: Sequence[Passage], index: int) -> bool:
    """A question in a form is a claim where the next cell says yes."""
    row = everything[index].row
    after = everything[index + 1] if row and index + 1 < len(everything) else None
    return after is not None and after.row == row and re.match(r"(?:ja|yes)\b", folded(after.text)) is not None


def _claimed_by_reasons(everything: Sequence[Passage], sentences: Sequence[Said]) -> list[Claim]:
    """Reasons that stand without a sentence of claim: their own words tell the path."""
    found = []
    for one in sentences:
        passage = everything[one.passage]
        about = folded(f"{passage.heading} {passage.label} {passage.text}")
        is_headed = is_labelled(passage.heading) and CONTEXT.search(folded(passage.heading)) is not None
        if one.sentence.start or not (is_headed or is_labelled(passage.text[:40]) or is_labelled(passage.label)):
            continue
        path = INVOKED.get(invoked_path(passage.text) or "")
        if path and CONTEXT.search(about) and not finds(patterns("conditional"), passage.text):
            found.append(Claim(one, path, is_certain=False))
    return found


def _of_lot(claims: Sequence[Claim], lot: FoundLot) -> list[Claim]:
    """The claims that name the lot, else those that name none."""
    named = [claim for claim in claims if lot.id in claim.said.lots]
    return named or [claim for claim in claims if not claim.said.lots]


def _departure(
    everything: Sequence[Passage],
    sentences: Sequence[Said],
    lot: FoundLot,
    claims: Sequence[Claim],
    requirements: Sequence[Requirement],
    announced: date | None,
    cpv: Sequence[str],
) -> Departure:
    claim, wanted = _chosen(everything, sentences, claims)
    path = path_taken(lot, wanted, requirements, announced)
    if claim is None or claim.path == "weight" or (path in {"weight", "rank"} and is_met(lot)):
        is_told = claim is not None and claim.path == "weight" and path in {"weight", "rank"}
        return Departure(path=path, claim_quote=_quote(everything, claim) if claim and is_told else None)
    near = nearby(everything, sentences, claim.said, lot)
    reasons = find_reasons(
        everything,
        near,
        claim.said if claim.is_certain else None,
        requirements=requirements,
        path=path,
    )
    return Departure(
        path=path,
        reasons=reasons.kind,
        reasons_quote=reasons.quote,
        claim_quote=_quote(everything, claim) if claim.is_certain else None,
        is_non_committal=_is_non_committal(path, requirements),
        facts_against=_against(path, everything, near, reasons, requirements, cpv),
    )


def _quote(everything: Sequence[Passage], claim: Claim) -> Quote:
    return everything[claim.said.passage].quote(claim.said.sentence.start, claim.said.sentence.end)


def _chosen(
    everything: Sequence[Passage], sentences: Sequence[Said], claims: Sequence[Claim]
) -> tuple[Claim | None, Path | None]:
    """The first claim of a path, its path settled by the words around where the sentence leaves it open."""
    later: tuple[Claim | None, Path | None] = (None, None)
    for claim in claims:
        if claim.path in {"exempt", "left-out"}:
            section = everything[claim.said.passage].section
            around = [one.sentence.text for one in sentences if everything[one.passage].section == section]
            path = meant([claim.said.sentence.text]) or meant(around)
            if path:
                return claim, path
            later = later if later[0] else (claim, None)
        elif claim.path == "weight":
            later = later if later[0] else (claim, None)
        else:
            other = next((one for one in claims if one.path == "combination"), None)
            if other and claim.path == "spec":
                return other, "combination"
            return _plainest(claim, claims, everything), cast("Path", claim.path)
    return later


def _plainest(claim: Claim, claims: Sequence[Claim], everything: Sequence[Passage]) -> Claim:
    """The sentence beside the claim that says in as many words that the duty does not apply, else the claim itself."""
    if claim.path in {"spec", "combination"} or finds(patterns("exempt"), claim.said.sentence.text):
        return claim
    section = everything[claim.said.passage].section
    beside = (one for one in claims if everything[one.said.passage].section == section)
    wanted = {claim.path, "exempt"}
    plain = (one for one in beside if one.path in wanted and finds(patterns("exempt"), one.said.sentence.text))
    return next(plain, claim)


def _is_non_committal(path: Path, requirements: Sequence[Requirement]) -> bool:
    is_replaced = path in {"spec", "combination"}
    return is_replaced and bool(requirements) and not any(one.is_binding for one in requirements)


def _against(
    path: Path,
    everything: Sequence[Passage],
    near: Sequence[Said],
    reasons: Reasons,
    requirements: Sequence[Requirement],
    cpv: Sequence[str],
) -> str:
    """Facts against a claim matter where it would otherwise stand: with reasons, or where none are asked."""
    if reasons.kind != "given" and path != "exempt-national-minimum":
        return ""
    inside = {one.passage for one in near}
    told = [one.sentence.text for one in near]
    outside = [passage for index, passage in enumerate(everything) if index not in inside]
    return facts_against(path, outside, reasons=told, requirements=requirements, cpv=cpv)


def _cites_repealed(everything: Sequence[Passage]) -> bool:
    """Is FOA § 7-9 cited; § 7-9 of the utilities regulation is in force."""
    texts = {text for one in everything for text in (one.heading, *(piece.text for piece in pieces(one.text)))}
    lows = [folded(text) for text in texts]
    is_utility = any("forsyningsforskrift" in low for low in lows)
    if is_utility and not any("anskaffelsesforskrift" in low for low in lows):
        return False
    return any(REPEALED.search(low) and not OTHER_REGULATIONS.search(low) for low in lows)
