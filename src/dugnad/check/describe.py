"""From a check to its report: what to correct first, then what applies, then the evidence."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from typing import Any

from dugnad.check.checking import Checked, LotCheck
from dugnad.check.differences import decimal
from dugnad.check.notice import ATTENTION
from dugnad.check.remarks import told
from dugnad.check.report import Bullets, Evidence, Grid, Labels, Part, Report, Section, Told, Tone, Words
from dugnad.check.shown import LANGUAGE_TAGS, anchor_of
from dugnad.check.steps import next_step, outcome_words
from dugnad.check.writing import change_for, clause_for
from dugnad.content import content_path, read_yaml
from dugnad.documents.document import Place
from dugnad.documents.evidence import missing_contract
from dugnad.documents.found import FoundCriterion, Quote
from dugnad.law.duty_names import duty_names
from dugnad.law.finding import Finding
from dugnad.law.judge import RULE
from dugnad.law.parameters import load_law
from dugnad.law.sentence import english_cite

SILENT = {"NOT_APPLICABLE", "OUTSIDE_ACT"}
TO_WRITE = {"POSSIBLE_BREACH", "MANUAL_REVIEW", "DUTY_APPLIES"}
COPY = "A*"
"""The mark of law read in a copy; said once below the table."""
NORMS = {"may", "should", "information"}
SELDOM = {"universal.design"}
"""Duties that bear on some purchases only: told with the others, not among what to correct."""


def tone_of(outcome: str) -> Tone:
    """Green only where met; amber where somebody must act; grey where too little is known."""
    if outcome in ATTENTION or outcome == "SHOULD_NOT_MET":
        return "attention"
    if outcome.startswith("MET_") or outcome == "DUTY_DECLARED":
        return "met"
    return "unknown" if outcome in {"UNKNOWN", "NOT_COLLECTABLE"} else "neutral"


class Teller:
    """The report's words in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def text(self, key: str, **values: object) -> str:
        """One text of content/check/report.yaml."""
        return str(_texts()[key][self.language]).format(**values)

    def sentence(self, finding: Finding) -> str:
        sentence = str(getattr(finding, f"sentence_{self.language}"))
        answers = str(finding.facts.get("outcomes") or "")
        if answers:
            words = ", ".join(self.outcome(one) for one in answers.split(", ") if one in outcome_words())
            sentence = f"{sentence.rstrip('.')}. {self.text('answers', answers=words)}"
        return sentence if not sentence or sentence[-1] in ".!?" else f"{sentence}."

    def outcome(self, outcome: str) -> str:
        return outcome_words()[outcome][self.language]

    def answer(self, finding: Finding) -> str:
        """The outcome in words; a duty that only may, should or informs is called that."""
        norm = finding.facts.get("norm")
        if finding.outcome == "DUTY_APPLIES" and norm in NORMS:
            return self.text(f"norm-{norm}")
        return self.outcome(finding.outcome)

    def citation(self, finding: Finding) -> str:
        return english_cite(finding.citation) if self.language == "en" else finding.citation

    def percent(self, number: float | None) -> str:
        """A share as people write it; unknown as a dash."""
        return "–" if number is None else f"{decimal(number, self.language)} %"

    def day(self, day: date) -> str:
        return f"{day:%d.%m.%Y}" if self.language != "en" else day.isoformat()

    def place(self, place: Place, *, with_file: bool) -> str:
        """Where something stands, for a person."""
        if place.page is not None:
            told = self.text("place-page", page=place.page)
        elif place.table is not None:
            told = self.text("place-row", table=place.table, row=place.row or 1)
        else:
            told = self.text("place-paragraph", paragraph=place.paragraph)
        if place.heading and place.page is None:
            told = self.text("place-under", place=told, heading=place.heading)
        return f"{place.file}, {told}" if with_file and place.file else told


def describe(checked: Checked, *, language: str, version: str, made_on: date) -> Report:
    """The report of a check. `version` and `made_on` go into the footer, so that the record says what made it."""
    tell = Teller(language)
    sections = [
        Section(heading=tell.text(f"section-{key}"), parts=parts)
        for key, parts in (
            ("fix", tuple(_to_fix(checked, tell))),
            ("scope", tuple(_scope(checked, tell))),
            ("environment", tuple(_environment(checked, tell))),
            ("differences", tuple(_differences(checked, tell))),
            ("duties", tuple(_duties(checked, tell))),
            ("remarks", tuple(_remarks(checked, tell))),
        )
        if parts
    ]
    sums = "; ".join(f"{name} {digest}" for name, digest in checked.files)
    return Report(
        title=tell.text("title", name=_name(checked, tell)),
        language=language,
        lead=tuple(_lead(checked, tell)),
        sections=tuple(sections),
        labels=Labels(**{name: tell.text(f"label-{name}") for name in Labels.__slots__}),
        footer=tell.text("footer", version=version, day=tell.day(made_on), files=sums),
    )


def attention(checked: Checked) -> list[Finding]:
    """Findings that somebody should act on or look at, the gravest first."""
    findings = [lot.finding for lot in checked.lots] + list(checked.duties)
    order = ("POSSIBLE_BREACH", "REASONS_MISSING", "INVALID_CODE_FOR_DATE", "MANUAL_REVIEW")
    return sorted((one for one in findings if one.outcome in ATTENTION), key=lambda one: order.index(one.outcome))


def _name(checked: Checked, tell: Teller) -> str:
    if checked.notice and checked.notice.notice["title"]:
        return str(checked.notice.notice["title"])
    body = checked.procurement.head.body if checked.procurement else None
    return body or (checked.files[0][0] if checked.files else tell.text("unnamed"))


def _lead(checked: Checked, tell: Teller) -> Iterator[str]:
    count = sum(isinstance(part, Told) for part in _to_fix(checked, tell)) + len(checked.differences)
    key = "nothing-to-fix" if not count else "to-fix-one" if count == 1 else "to-fix"
    if checked.procurement is not None and not checked.procurement.is_readable:
        yield tell.text("unreadable")
    elif checked.on is None or "UNKNOWN" in {lot.finding.outcome for lot in checked.lots}:
        yield tell.text("not-enough")
        if count:
            yield tell.text(key, count=count)
    else:
        yield tell.text(key, count=count)
    yield tell.text("read-files", files=", ".join(name for name, _ in checked.files))
    yield tell.text("judged-on", day=tell.day(checked.on)) if checked.on else tell.text("judged-no-day")
    yield tell.text("no-verdict")


def _to_fix(checked: Checked, tell: Teller) -> Iterator[Part]:
    many = len(checked.lots) > 1
    for lot in checked.lots:
        if lot.finding.outcome in ATTENTION:
            yield _told_lot(lot, checked, tell, many=many)
    for duty in _open_duties(checked):
        yield _told_duty(duty, tell, checked)
    yield from _repealed(checked, tell)
    for one in checked.procurement.contradictions if checked.procurement else ():
        yield Told(
            title=tell.text("contradiction") + (f" ({one.lot})" if one.lot else ""),
            outcome=tell.outcome("MANUAL_REVIEW"),
            tone="attention",
            sentence=getattr(one, f"message_{tell.language}"),
            citation="",
            evidence=tuple(_evidence(quote, checked, tell) for quote in one.quotes),
            todo=next_step("MANUAL_REVIEW", None, tell.language, is_read=True),
        )
    soft = [one for one in checked.procurement.requirements if not one.is_binding] if checked.procurement else []
    if soft:
        yield Told(
            title=tell.text("soft-words"),
            outcome=tell.text("soft-outcome"),
            tone="neutral",
            sentence=tell.text("soft-sentence"),
            citation="",
            evidence=tuple(_evidence(one.quote, checked, tell) for one in soft),
            todo=tell.text("soft-todo"),
        )


def _open_duties(checked: Checked) -> list[Finding]:
    """Duties to correct or consider, the gravest first."""
    return [one for one in attention(checked) if one.rule != RULE and one.rule not in SELDOM]


def _repealed(checked: Checked, tell: Teller) -> Iterator[Told]:
    departure = checked.procurement.departure if checked.procurement else None
    if departure is None or not departure.cites_repealed_rule:
        return
    quotes = [quote for quote in (departure.claim_quote, departure.reasons_quote) if quote and "7-9" in quote.text]
    yield Told(
        title=tell.text("repealed"),
        outcome=tell.text("repealed-outcome"),
        tone="neutral",
        sentence=tell.text("repealed-sentence"),
        citation="",
        evidence=tuple(_evidence(quote, checked, tell) for quote in quotes[:1]),
        todo=tell.text("repealed-todo"),
    )


def _scope(checked: Checked, tell: Teller) -> Iterator[Part]:
    for duty in checked.duties:
        if duty.rule.startswith(("scope.", "announcement.")):
            yield Words(text=tell.sentence(duty))
            if duty.citation:
                basis = f"{tell.text('basis')}: {tell.citation(duty)}{_unverified(duty, tell)}"
                yield Words(text=basis, is_small=True)


def _environment(checked: Checked, tell: Teller) -> Iterator[Part]:
    many = len(checked.lots) > 1
    for lot in checked.lots:
        finding = lot.finding
        if finding.outcome not in ATTENTION:
            yield _told_lot(lot, checked, tell, many=many)
        certain, most = finding.weight_environment_certain, finding.weight_environment_max
        if certain is not None and most is not None and certain != most:
            yield Words(text=tell.text("both-ways", certain=tell.percent(certain), most=tell.percent(most)))
        if lot.found and lot.found.criteria:
            yield _criteria_grid(lot, checked, tell)
        elif lot.told and any(not row["is_statement"] for row in lot.told.criteria):
            yield _notice_grid(lot, checked, tell)
    if checked.procurement and checked.procurement.is_readable:
        if checked.procurement.requirements:
            yield _requirements_grid(checked, tell)
        else:
            yield Words(text=tell.text("no-requirements"))


def _told_lot(lot: LotCheck, checked: Checked, tell: Teller, *, many: bool) -> Told:
    title = tell.text("lot", id=lot.lot_id, title=lot.title).rstrip(": ") if many else tell.text("section-environment")
    is_read = checked.procurement is not None
    return Told(
        title=title,
        outcome=tell.outcome(lot.finding.outcome),
        tone=tone_of(lot.finding.outcome),
        sentence=tell.sentence(lot.finding),
        citation=tell.citation(lot.finding),
        unverified=_mark(lot.finding, tell),
        evidence=tuple(_evidence(quote, checked, tell) for quote in dict.fromkeys(_quotes(lot))),
        todo=next_step(lot.finding.outcome, lot.finding.ground, tell.language, is_read=is_read),
    )


def _quotes(lot: LotCheck) -> Iterator[Quote]:
    """The words that the finding rests on: reasons and claim, else the environmental criteria."""
    if lot.found is None:
        return
    departure = lot.found.departure
    reasons = [quote for quote in (departure.claim_quote, departure.reasons_quote) if quote]
    yield from dict.fromkeys(reasons)
    if not reasons:
        yield from (one.quote for one in lot.found.criteria if one.environment != "none")


def _criteria_grid(lot: LotCheck, checked: Checked, tell: Teller) -> Grid:
    assert lot.found is not None  # noqa: S101 - asked for only where criteria were found
    header = tuple(tell.text(key) for key in ("criterion", "stated", "effective", "read-as", "where"))
    rows = tuple(
        (
            f"– {one.name}" if one.parent else one.name,
            _stated(one, tell),
            tell.percent(one.effective_percent),
            tell.text(one.environment),
            tell.place(one.quote.place, with_file=len(checked.documents) > 1),
        )
        for one in lot.found.criteria
    )
    return Grid(caption=tell.text("criteria", lot=_named(lot, checked)), header=header, rows=rows)


def _named(lot: LotCheck, checked: Checked) -> str:
    """The lot's id in a caption, where there are several."""
    return f", {lot.lot_id}" if len(checked.lots) > 1 else ""


def _stated(one: FoundCriterion, tell: Teller) -> str:
    if one.rank is not None:
        return f"nr. {one.rank}" if tell.language != "en" else f"no. {one.rank}"
    if one.weight_low is not None and one.weight_high is not None:
        return f"{tell.percent(one.weight_low)} – {tell.percent(one.weight_high)}"
    return tell.percent(one.weight_percent)


def _notice_grid(lot: LotCheck, checked: Checked, tell: Teller) -> Grid:
    assert lot.told is not None  # noqa: S101 - asked for only where the notice states criteria
    header = tuple(tell.text(key) for key in ("criterion", "stated", "read-as"))
    rows = tuple(
        (
            " ".join((row["name"] or row["description"] or row["type_code"] or "–").split())[:120],
            f"nr. {row['rank']}" if row["rank"] is not None else tell.percent(row["weight_percent"]),
            tell.text(row["environment"]),
        )
        for row in lot.told.criteria
        if not row["is_statement"]
    )
    return Grid(caption=tell.text("criteria", lot=_named(lot, checked)), header=header, rows=rows)


def _requirements_grid(checked: Checked, tell: Teller) -> Grid:
    assert checked.procurement is not None  # noqa: S101 - asked for only where documents were read
    rows = tuple(
        (
            one.quote.text,
            tell.text("does-bind" if one.is_binding else "does-not-bind"),
            tell.text(one.environment),
            tell.place(one.quote.place, with_file=len(checked.documents) > 1),
        )
        for one in checked.procurement.requirements
    )
    header = tuple(tell.text(key) for key in ("requirement", "binds", "read-as", "where"))
    return Grid(caption=tell.text("requirements"), header=header, rows=rows)


def _differences(checked: Checked, tell: Teller) -> Iterator[Part]:
    if checked.notice is None or checked.procurement is None:
        return
    if not checked.differences:
        yield Words(text=tell.text("no-differences"))
    for one in checked.differences:
        yield Told(
            title=tell.text("difference") + (f", {one.lot}" if one.lot and len(checked.lots) > 1 else ""),
            outcome=f"{one.about[tell.language]} ({one.field})",
            tone="attention",
            sentence=one.sentences[tell.language],
            citation="",
            evidence=(_evidence(one.quote, checked, tell),) if one.quote else (),
            todo=one.todo[tell.language],
        )


def _duties(checked: Checked, tell: Teller) -> Iterator[Part]:
    names = duty_names()
    fixed = {one.rule for one in _open_duties(checked)}
    told = [
        one for one in checked.duties if not one.rule.startswith(("scope.", "announcement.")) and one.rule not in fixed
    ]
    yield from _annex(checked, tell)
    with_clause = {one.rule for one in told if one.outcome == "DUTY_APPLIES" and _clause(one, tell, checked)}
    for duty in told:
        if duty.rule in with_clause:
            yield _told_duty(duty, tell, checked)
    shown = [one for one in told if one.outcome not in SILENT and one.rule not in with_clause]
    if shown:
        header = tuple(tell.text(key) for key in ("duty", "outcome", "why", "basis"))
        rows = tuple(
            (
                names[one.rule][tell.language],
                tell.answer(one),
                tell.sentence(one),
                tell.citation(one) + ("" if one.mark == COPY else _unverified(one, tell)),
            )
            for one in shown
        )
        yield Grid(caption=tell.text("duties"), header=header, rows=rows)
        if any(one.mark == COPY for one in shown):
            words = tell.text("copy", words=load_law().marks[COPY][tell.language])
            yield Words(text=words, is_small=True)
    silent = [names[one.rule][tell.language] for one in told if one.outcome in SILENT]
    if silent:
        yield Words(text=tell.text("not-applicable", names=", ".join(silent)), is_small=True)


def _annex(checked: Checked, tell: Teller) -> Iterator[Told]:
    quote = missing_contract(checked.documents)
    if quote is not None:
        yield Told(
            title=tell.text("annex"),
            outcome=tell.text("annex-outcome"),
            tone="unknown",
            sentence=tell.text("annex-sentence"),
            citation="",
            evidence=(_evidence(quote, checked, tell),),
            todo=tell.text("annex-todo"),
        )


def _clause(duty: Finding, tell: Teller, checked: Checked) -> str:
    return clause_for(duty.rule, tell.language, checked.on)


def _told_duty(duty: Finding, tell: Teller, checked: Checked) -> Told:
    is_open = duty.outcome in TO_WRITE
    return Told(
        title=duty_names()[duty.rule][tell.language],
        outcome=tell.answer(duty),
        tone=tone_of(duty.outcome),
        sentence=tell.sentence(duty),
        citation=tell.citation(duty),
        unverified=_mark(duty, tell),
        todo=change_for(duty.rule, tell.language) if is_open else "",
        paste=_clause(duty, tell, checked) if is_open else "",
    )


def _remarks(checked: Checked, tell: Teller) -> Iterator[Part]:
    read = checked.procurement.remarks if checked.procurement else ()
    remarks = [told(one.code, tell.language, file=one.place.file, message=one.message) for one in read]
    problems = (
        [row["message"] for row in checked.notice.problems if row["severity"] != "info"] if checked.notice else []
    )
    if remarks or problems:
        yield Bullets(items=tuple(dict.fromkeys([*remarks, *problems])))


def _evidence(quote: Quote, checked: Checked, tell: Teller) -> Evidence:
    place = tell.place(quote.place, with_file=len(checked.documents) > 1)
    spoken = next((one.language for one in checked.documents if one.file == quote.place.file), "")
    return Evidence(
        quote=quote.text,
        place=place,
        target=anchor_of(checked.documents, quote),
        language=LANGUAGE_TAGS.get(spoken, ""),
    )


def _mark(finding: Finding, tell: Teller) -> str:
    return load_law().marks[finding.mark][tell.language]


def _unverified(finding: Finding, tell: Teller) -> str:
    words = _mark(finding, tell)
    return f" ({words})" if words else ""


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = read_yaml(content_path("check/report.yaml"))["texts"]
    return texts
