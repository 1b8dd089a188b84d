"""The leader's one-page report: where we stand, our largest purchases, what the law asks, what to decide next."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from dugnad.content import content_path, read_yaml
from dugnad.law.judge import RULE
from dugnad.law.overview import rules_on
from dugnad.law.rule_on_day import RuleOnDay
from dugnad.plan.as_pdf import pages_of, pdf_paper
from dugnad.plan.duties import SPECIAL, short_texts
from dugnad.plan.national import CHECKED
from dugnad.plan.numbers import day, money, number, percent, short_day
from dugnad.plan.paper import Block, Bullets, Figure, Figures, Grid, Heading, Lead, Paper, Text
from dugnad.plan.report_words import ask_of, chief_of, filled, organ_of, read_report_words, word
from dugnad.plan.situation import Buy, Situation

LARGEST = 3
LONG_TITLE, SHORT_TITLE = 160, 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """One of the duties that a leader should know, in one language."""

    id: str
    name: str
    text: str
    """As the law page has it."""
    short: str
    """As leaders are told it: the short text, or else the whole."""
    citation: str
    href: str
    since: date
    mark: str
    grade: str = ""
    """The mark itself, such as A*; `mark` says it in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """The next step in words. `when` says by which day, or that it can wait."""

    what: str
    why: str
    who: str
    when: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """How much a page has room for."""

    duties: int = 7
    with_wording: bool = True
    with_why: bool = True
    title: int = LONG_TITLE


ROOMS = (
    Room(),
    Room(duties=5),
    Room(duties=5, with_wording=False),
    Room(duties=5, with_wording=False, title=SHORT_TITLE),
    Room(duties=3, with_wording=False, with_why=False, title=SHORT_TITLE),
)
"""From all there is to what must stand there, until it fits one page."""


def one_page_report(situation: Situation, language: str) -> Paper:
    """The report with as much as one page holds. What was left out is said on it."""
    papers = (report_paper(situation, language, room) for room in ROOMS)
    return next(
        (paper for paper in papers if pages_of(pdf_paper(paper)) == 1), report_paper(situation, language, ROOMS[-1])
    )


def report_paper(situation: Situation, language: str, room: Room = ROOMS[0]) -> Paper:
    """The report as a paper."""
    blocks: list[Block] = []
    if situation.is_demo:
        blocks.append(Text(word("demo", language), quiet=True))
    blocks += [Lead(share_sentence(situation, language)), Figures(figures_of(situation, language))]
    blocks.append(Text(" ".join(record_sentences(situation, language))))
    blocks += decide_blocks(situation, language, with_why=room.with_why)
    blocks += largest_blocks(situation, language, room.title)
    blocks += law_blocks(situation, language, room)
    left = left_out(situation, language, room)
    if left:
        blocks.append(Text(word("left-out", language, what=", ".join(left)), quiet=True))
    return Paper(
        title=word("title", language, name=situation.called(language)),
        language=language,
        blocks=tuple(blocks),
        dated=day(situation.on, language),
        foot=foot_of(situation, language),
        on=situation.on,
        tight=True,
    )


def left_out(situation: Situation, language: str, room: Room) -> list[str]:
    """What there was no room for."""
    whole = ROOMS[0]
    has_long = any(len(buy.title) > room.title for buy in situation.largest[:LARGEST])
    said = (
        ("left-law", len(duties_of(situation, language)) > room.duties),
        ("left-law-text", whole.with_wording and not room.with_wording),
        ("left-why", whole.with_why and not room.with_why),
        ("left-titles", has_long),
    )
    return [word(name, language) for name, is_so in said if is_so]


def share_sentence(situation: Situation, language: str) -> str:
    """The main figure in words, beside how much could be seen; what is not known is said to be unknown."""
    share = situation.share
    if share is None:
        return word("share-unknown", language)
    coverage = percent(share.coverage_percent, language)
    if share.is_too_little:
        return word("share-little", language, coverage=coverage)
    return word(
        "share-known",
        language,
        numerator=number(share.numerator, language),
        denominator=number(share.denominator, language),
        share=percent(share.percent, language),
        coverage=coverage,
    )


def to_look_at(situation: Situation) -> tuple[int, int]:
    """How many lots have a possible breach, and how many lack reasons."""
    return situation.counts.get("possible-breach", 0), situation.counts.get("reasons-missing", 0)


def look_sentence(situation: Situation, language: str) -> str:
    """How many lots to look into, of those that could be judged; the rest is unknown, and nothing judged is unknown."""
    breaches, reasons = to_look_at(situation)
    if not situation.known:
        return word("look-unknown", language)
    counted = {"known": number(situation.known, language), "count": number(breaches + reasons, language)}
    paths = {"breaches": number(breaches, language), "reasons": number(reasons, language)}
    found = "both" if breaches and reasons else "breaches" if breaches else "reasons" if reasons else "none"
    said = [word(f"look-{found}", language, **counted, **paths)]
    if found != "none":
        said.append(word("look-documents", language))
    if situation.unknown:
        said.append(word("look-rest", language, unknown=number(situation.unknown, language)))
    return " ".join(said)


def record_sentences(situation: Situation, language: str) -> list[str]:
    """What is decided, planned and answered, one sentence each."""
    name = situation.called(language)
    if situation.ended:
        return [word("ended", language, name=name, day=day(situation.ended, language))]
    is_supporter = situation.adhesion == "invited" and situation.obligation_class == "supporter"
    state = "supporter" if is_supporter else situation.adhesion
    said = [word(f"adhesion-{state}", language, name=name, day=day(situation.adhesion_on, language))]
    if not situation.is_adhesion_verified:
        said.append(word("adhesion-unverified", language))
    return [*said, plan_sentence(situation, language), status_sentence(situation, language)]


def plan_sentence(situation: Situation, language: str) -> str:
    """The body's own plan."""
    if not situation.has_plan:
        return word("plan-none", language)
    since = word("since", language, day=day(situation.plan_since, language)) if situation.plan_since else ""
    counted = {name: number(getattr(situation, name), language) for name in ("measures", "done", "late")}
    return word("plan-some", language, since=since, **counted)


def status_sentence(situation: Situation, language: str) -> str:
    """The latest yearly status."""
    if situation.status_year is None:
        return word("status-none", language)
    return word("status-some", language, year=situation.status_year)


def figures_of(situation: Situation, language: str) -> tuple[Figure, ...]:
    """The numbers of the page, each beside its own denominator; a body that has ended plans and answers no more."""
    measured = (share_figure(situation, language), look_figure(situation, language))
    if situation.ended:
        return measured
    return (*measured, plan_figure(situation, language), status_figure(situation, language))


def share_figure(situation: Situation, language: str) -> Figure:
    """The main figure."""
    share, what = situation.share, word("figure-share", language)
    if share is None or share.is_too_little:
        note = "figure-share-none" if share is None else "figure-share-little"
        return Figure(word("figure-unknown", language), word("figure-share-unknown", language), word(note, language))
    counted = {name: number(getattr(share, name), language) for name in ("numerator", "denominator")}
    coverage = percent(share.coverage_percent, language)
    return Figure(
        percent(share.percent, language), what, word("figure-share-note", language, coverage=coverage, **counted)
    )


def look_figure(situation: Situation, language: str) -> Figure:
    """How many lots to look into."""
    what = word("figure-look", language)
    if not situation.known:
        note = "figure-share-little" if situation.unknown else "figure-share-none"
        return Figure(word("figure-unknown", language), what, word(note, language))
    counted = {name: number(getattr(situation, name), language) for name in ("known", "unknown")}
    note = word("figure-look-note", language, **counted)
    return Figure(number(sum(to_look_at(situation)), language), what, note)


def plan_figure(situation: Situation, language: str) -> Figure:
    """How far the body's own plan has come."""
    if not situation.has_plan:
        return Figure(word("figure-plan-none-value", language), word("figure-plan-none", language))
    counted = {name: number(getattr(situation, name), language) for name in ("done", "measures")}
    late = "figure-plan-late" if situation.late else "figure-plan-on-time"
    note = word(late, language, late=number(situation.late, language))
    return Figure(word("figure-plan-value", language, **counted), word("figure-plan", language), note)


def status_figure(situation: Situation, language: str) -> Figure:
    """The year of the latest approved status."""
    if situation.status_year is None:
        return Figure(word("figure-status-none-value", language), word("figure-status-none", language))
    return Figure(str(situation.status_year), word("figure-status", language))


def decide_blocks(situation: Situation, language: str, *, with_why: bool) -> list[Block]:
    """What to decide next."""
    advice = advice_of(situation, language)
    facts = f"{word('who', language, who=advice.who)}. {word('when', language, when=advice.when)}."
    said: list[Block] = [Heading(word("decide", language)), Lead(advice.what)]
    return [*said, Text(f"{advice.why} {facts}" if with_why else facts)]


def advice_of(situation: Situation, language: str) -> Advice:
    """The next step in words."""
    step = read_report_words()["steps"][situation.step]
    people = {"organ": organ_of(situation.kind, language), "chief": chief_of(situation.kind, language)}
    return Advice(
        what=filled(step["what"], language, count=number(situation.step_count, language)),
        why=filled(step["why"], language, count=number(situation.step_count, language)),
        who=filled(step["who"], language, count=number(situation.step_count, language), **people),
        when=when_of(situation, language),
    )


def when_of(situation: Situation, language: str) -> str:
    """By which day."""
    if situation.step == "ended" or situation.step_by is None:
        return word("when-now", language)
    name = "when-late" if situation.is_step_late else "when-asked" if situation.is_step_asked else "when-by"
    return word(name, language, day=day(situation.step_by, language))


def largest_blocks(situation: Situation, language: str, title_length: int = LONG_TITLE) -> list[Block]:
    """The three largest purchases with their outcome, and what to ask about each."""
    heading = Heading(word("largest", language))
    if not situation.largest:
        return [heading, Text(word("largest-none" if situation.purchases else "largest-unseen", language))]
    columns = ("purchase", "day", "value", "finding", "ask")
    header = tuple(word(f"column-{name}", language) for name in columns)
    rows = tuple(row_of(buy, language, title_length) for buy in situation.largest[:LARGEST])
    return [heading, Grid(word("largest-note", language), header, rows, frozenset({2}))]


def row_of(buy: Buy, language: str, title_length: int) -> tuple[str, ...]:
    """One purchase as a line."""
    title = buy.title.strip() or word("untitled", language)
    return (
        title if len(title) <= title_length else f"{title[: title_length - 1].rstrip()}…",
        short_day(buy.announced, language),
        money(buy.value, buy.currency, language),
        told_outcome(buy, language),
        ask_of(buy.outcome, language),
    )


def told_outcome(buy: Buy, language: str) -> str:
    """What was found, and where the rule behind it was not read in an official text, that it is not checked."""
    name = outcome_name(buy.outcome, language)
    return f"{name} ({word('unchecked', language)})" if is_unchecked(buy.outcome, buy.announced) else name


def is_unchecked(outcome: str, announced: date | None) -> bool:
    """Does the finding rest on the wording of a "should" that was not read? Without a day it may."""
    if outcome != "SHOULD_NOT_MET":
        return False
    rules = duties_in_force(rules_on(announced), [RULE], "nb") if announced else []
    return not rules or rules[0].grade not in CHECKED


@lru_cache(maxsize=1)
def outcome_names() -> dict[str, dict[str, str]]:
    """What each outcome is called."""
    names: dict[str, dict[str, str]] = read_yaml(content_path("check/outcomes.yaml"))
    return names


def outcome_name(outcome: str, language: str) -> str:
    """What the outcome is called on screen and paper."""
    names = outcome_names()
    return names.get(outcome, names["UNKNOWN"])[language]


def law_blocks(situation: Situation, language: str, room: Room) -> list[Block]:
    """What the law asks, with citation, day and mark."""
    if situation.ended:
        return []
    duties = duties_of(situation, language)[: room.duties]
    lines = tuple(duty_line(one, language, with_wording=room.with_wording) for one in duties)
    small = f"{word('law-more', language)} {marks_line(duties, language)}".strip()
    return [Heading(word("law", language)), Bullets(lines), Text(small, quiet=True)]


def marks_line(duties: list[Duty], language: str) -> str:
    """How well the duties are checked: said once for all that are checked alike."""
    by_mark: dict[str, list[str]] = {}
    for duty in duties:
        by_mark.setdefault(duty.mark, []).append(duty.citation)
    if len(by_mark) == 1:
        return word("marks-all", language, mark=next(iter(by_mark)))
    return " ".join(word("marks-some", language, citation="; ".join(of), mark=mark) for mark, of in by_mark.items())


def duty_line(duty: Duty, language: str, *, with_wording: bool = True) -> str:
    """One duty as a line."""
    cited = word("law-since", language, citation=duty.citation, day=day(duty.since, language))
    head = f"{duty.name} ({cited})"
    return f"{head}: {duty.short}" if with_wording else f"{head}."


def duties_of(situation: Situation, language: str) -> list[Duty]:
    """The duties in force on the day that the leader of such a body should know."""
    rows = read_report_words()["law"]
    meant = [row["rule"] for row in rows if situation.obligation_class in row.get("for", [situation.obligation_class])]
    return duties_in_force(rules_on(situation.on), meant, language)


def duties_in_force(rules: Iterable[RuleOnDay], names: Iterable[str], language: str) -> list[Duty]:
    """The rules of these names, in their order, as they are for ordinary purchases."""
    in_force: dict[str, RuleOnDay] = {}
    for rule in rules:
        if rule.kind in {"rule", "duty"} and not rule.id.startswith(SPECIAL):
            in_force.setdefault(rule.rule, rule)
    return [duty_of(in_force[name], language) for name in names if name in in_force]


def duty_of(rule: RuleOnDay, language: str) -> Duty:
    """The rule in one language."""
    return Duty(
        id=rule.id,
        name=rule.names[language],
        text=rule.text[language],
        short=short_texts().get(rule.id, rule.text)[language],
        citation=rule.citation,
        href=rule.href,
        since=rule.since,
        mark=rule.mark_words.get(language) or word("law-checked", language),
        grade=rule.mark,
    )


def foot_of(situation: Situation, language: str) -> str:
    """Where it comes from and what cannot be seen."""
    on = day(situation.on, language)
    if situation.computed is None or not situation.purchases:
        return word("foot-unknown", language, day=on)
    return word("foot", language, computed=day(situation.computed, language), day=on)
