"""Departures from weight and rank: requirements in the specification, exemptions, and the reasons for them."""

from __future__ import annotations

from dugnad.law.facts import CriterionFacts, DocumentFacts
from dugnad.law.finding import Problem
from dugnad.law.matter import Answer, Matter

EXEMPTIONS = ("insignificant", "critical-interest", "national-minimum")


class Claims:
    """The paths that statements and documents claim, each with the reasons given for it."""

    __slots__ = ("disagree", "empty", "paths", "reasons", "repeats")

    def __init__(self) -> None:
        self.paths: set[str] = set()
        self.reasons: dict[str, str] = {}
        self.repeats: set[str] = set()
        self.empty: set[str] = set()
        self.disagree: set[str] = set()


def departure(  # noqa: PLR0911 - one return per kind of claim
    matter: Matter, *, may_combine: bool, is_met: bool | None = None
) -> Answer | None:
    """Judge the departure that is claimed, or None where none is. `is_met`: a reasoned claim meets the rule at once."""
    is_met = may_combine if is_met is None else is_met
    reading = matter.reading
    if not reading.statements and not reading.unknown_codes and matter.documents is None:
        return None
    claims = _claims(matter)
    exemptions = [path for path in EXEMPTIONS if path in claims.paths]
    if len(exemptions) > 1:
        return Answer("MANUAL_REVIEW", None, "review-codes-exclude")
    spec = _spec(matter, claims, may_combine=may_combine, is_met=is_met)
    if spec and spec.outcome in {"MET_SPEC", "MET_COMBINATION"}:
        return spec
    # An exemption lifts the whole duty, so a reasoned one outdoes a requirement without reasons.
    exempt = _exempt(matter, claims, exemptions[0]) if exemptions else None
    if exempt and (spec is None or spec.outcome == "REASONS_MISSING" or exempt.outcome == "EXEMPT_CLAIMED"):
        is_both = spec is not None and exempt.outcome == "REASONS_MISSING" and "spec" in claims.paths
        return spec if is_both else exempt
    if spec:
        return spec
    if reading.unknown_codes or any(path not in claims.paths for _, path in reading.statements):
        return Answer("MANUAL_REVIEW", None, "review-unknown-statement")
    return None


def _claims(matter: Matter) -> Claims:
    claims = Claims()
    known = matter.version.cite if matter.version else {}
    for statement, path in matter.reading.statements:
        if path not in known or path in {"weight", "rank", "rule", "general"}:
            continue
        claims.paths.add(path)
        if not has_words(statement):
            claims.empty.add(path)
        elif statement.is_boilerplate and matter.lot.basis != "notice":  # fuller reasons may stand in the documents
            claims.repeats.add(path)
        else:
            claims.reasons.setdefault(path, statement.text)
            _compare(matter, claims, statement, path)
    documents = matter.documents
    if documents is not None and documents.is_readable and documents.reasons_path in known:
        path = documents.reasons_path
        claims.paths.add(path)
        if documents.reasons == "given":
            claims.reasons[path] = documents.reasons_quote
        elif documents.reasons == "repeats-the-rule":
            claims.repeats.add(path)
    return claims


def _compare(matter: Matter, claims: Claims, statement: CriterionFacts, path: str) -> None:
    # Reasons for an exemption speak of requirements by nature: only a claim of another exemption contradicts the code.
    if statement.claims and statement.claims not in {path, "spec"}:
        claims.disagree.add(path)
        message = f'The code says {path}, the text claims {statement.claims}: "{statement.text[:80]}".'
        matter.reading.problems.append(Problem(code="statement-contradicts-text", field="BT-540", message=message))


def _spec(matter: Matter, claims: Claims, *, may_combine: bool, is_met: bool) -> Answer | None:
    """Requirements in the specification in a criterion's stead."""
    if matter.documents is None or not matter.documents.is_readable:
        return _spec_stated(matter, claims, may_combine=may_combine, is_met=is_met)
    return _spec_read(matter, matter.documents, claims, may_combine=may_combine)


def _spec_stated(matter: Matter, claims: Claims, *, may_combine: bool, is_met: bool) -> Answer | None:
    """The notice states them; before July 2026 that is a claim, from then on it meets the rule."""
    if "spec" not in claims.paths:
        return None
    reasons = claims.reasons.get("spec")
    if reasons is None:
        return Answer("REASONS_MISSING", "spec", "missing-spec", "spec")
    if not is_met:
        return Answer("EXEMPT_CLAIMED", "spec", "claimed-spec", "spec", reasons=reasons)
    if "spec" in claims.disagree:
        return Answer("MANUAL_REVIEW", "spec", "review-code-and-text", "spec", reasons=reasons)
    return _met_spec(matter, reasons, may_combine=may_combine)


def _spec_read(matter: Matter, documents: DocumentFacts, claims: Claims, *, may_combine: bool) -> Answer | None:
    """The documents were read: requirements must bind, and reasons must stand somewhere."""
    reasons = claims.reasons.get("spec")
    if documents.requirements == "binding":
        if reasons is None:
            return Answer("REASONS_MISSING", "spec", "missing-spec-read", "spec")
        if documents.facts_against:
            return Answer("MANUAL_REVIEW", "spec", "review-facts-against", "spec", reasons=reasons)
        return _met_spec(matter, reasons, may_combine=may_combine)
    if "spec" not in claims.paths:
        return None
    is_soft = documents.requirements == "non-binding" and "spec" in claims.repeats
    if reasons is not None or is_soft:
        words = reasons or documents.reasons_quote
        return Answer("MANUAL_REVIEW", "spec", "review-not-binding", "spec", reasons=words)
    return Answer("REASONS_MISSING", "spec", "missing-spec-read", "spec")


def _met_spec(matter: Matter, reasons: str, *, may_combine: bool) -> Answer:
    read = "-read" if matter.is_read else ""
    reading = matter.reading
    if may_combine and reading.has_weights and reading.certain:
        return Answer("MET_COMBINATION", "combination", f"met-combination{read}", "spec", reasons=reasons)
    return Answer("MET_SPEC", "spec", f"met-spec{read}", "spec", reasons=reasons)


def _exempt(matter: Matter, claims: Claims, path: str) -> Answer:
    reasons = claims.reasons.get(path)
    documents = matter.documents if matter.is_read else None
    if documents is not None and documents.facts_against:
        return Answer("MANUAL_REVIEW", path, "review-facts-against", path, reasons=reasons or "")
    if path == "national-minimum" and path in claims.empty and reasons is None:
        message = "The exemption for standardised minimum requirements stands without text; the form asks for one."
        problem = Problem(code="exemption-without-text", field="BT-540", message=message)
        matter.reading.problems.append(problem)
    if reasons is None and path != "national-minimum":
        return Answer("REASONS_MISSING", path, f"missing-{path}", path)
    return Answer("EXEMPT_CLAIMED", path, f"claimed-{path}", path, reasons=reasons or "")


def has_words(statement: CriterionFacts) -> bool:
    """A dash or a dot is an empty box."""
    return any(character.isalpha() for character in statement.text)
