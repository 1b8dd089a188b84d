"""A draft case for the council or board (*saksframlegg*): resolution, background, own figures, consequences, blanks."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from dugnad.content import content_path, place, read_yaml
from dugnad.errors import ContentError
from dugnad.law.overview import rules_on
from dugnad.plan.national import CHECKED
from dugnad.plan.numbers import day, number
from dugnad.plan.paper import Block, Bullets, Fill, Heading, Paper, Text
from dugnad.plan.report import (
    Duty,
    duties_in_force,
    duty_line,
    largest_blocks,
    look_sentence,
    marks_line,
    record_sentences,
    share_sentence,
)
from dugnad.plan.report_words import (
    LANGUAGES,
    chief_of,
    fields_in,
    filled,
    known_rules,
    missing_names,
    organ_of,
    text_faults,
    word,
)
from dugnad.plan.situation import NationalPlan, Situation

FILE = "plan/case.yaml"
KINDS = ("join", "plan", "strategy")
PARTS = ("title", "resolution", "summary", "assessment", "economy", "administration", "environment")
CONSEQUENCES = ("economy", "administration", "environment")
PLACES = {
    "name", "organ", "chief", "Organ", "Chief", "day", "count", "first", "last", "sender", "act", "title", "mark",
    "number", "href", "plans",
}  # fmt: skip


@lru_cache(maxsize=1)
def read_case_words() -> dict[str, Any]:
    """The file as it stands."""
    words: dict[str, Any] = read_yaml(content_path(FILE))
    return words


def cases_for(obligation_class: str) -> tuple[str, ...]:
    """The cases that fit a body of the class: a state body does not join, it shall."""
    cases = read_case_words()["cases"]
    return tuple(name for name in KINDS if obligation_class in cases[name]["for"])


def case_title(what: str, language: str) -> str:
    """What the case is called."""
    return filled(read_case_words()["cases"][what]["title"], language)


def case_paper(
    situation: Situation,
    what: str,
    language: str,
    *,
    plans: Iterable[NationalPlan] = (),
    meant: Iterable[dict[str, str]] = (),
) -> Paper:
    """The case as a paper. `meant`: titles of the national measures that the body can take over."""
    said = read_case_words()["cases"][what]
    plans = tuple(plans)
    fields = {**fields_of(situation, language), "plans": plans_named(plans, language)}
    blocks: list[Block] = []
    if situation.is_demo:
        blocks.append(Text(word("demo", language), quiet=True))
    blocks += [Text(own("draft-note", language), quiet=True), Heading(own("resolution", language))]
    blocks.append(Bullets(tuple(one.format_map(fields) for one in said["resolution"][language]), numbered=True))
    blocks += [Heading(own("summary", language)), Text(filled(said["summary"], language, **fields))]
    blocks += background(situation, language, plans)
    blocks += assessment(situation, what, language, filled(said["assessment"], language, **fields), meant)
    blocks += consequences(said, language, fields)
    blocks.append(Fill(own("own-signature", language)))
    return Paper(
        title=case_title(what, language),
        language=language,
        blocks=tuple(blocks),
        sender=situation.called(language),
        dated=day(situation.on, language),
        reference=own("case-number", language),
        foot=f"{own('kind', language)}. {own('handled-by', language, organ=fields['organ'])}.",
        on=situation.on,
    )


def own(key: str, language: str, /, **values: object) -> str:
    """One of the case's own sentences, filled."""
    return filled(read_case_words()["words"][key], language, **values)


def fields_of(situation: Situation, language: str) -> dict[str, str]:
    """The body's name and who decides, also as they begin a sentence."""
    organ, chief = organ_of(situation.kind, language), chief_of(situation.kind, language)
    begun = {name.capitalize(): said[:1].upper() + said[1:] for name, said in (("organ", organ), ("chief", chief))}
    return {"name": situation.called(language), "organ": organ, "chief": chief, **begun}


def background(situation: Situation, language: str, plans: Iterable[NationalPlan]) -> list[Block]:
    """The letter, the plan and the law."""
    name = situation.called(language)
    blocks: list[Block] = [Heading(own("background", language)), Heading(own("letter", language), 3)]
    blocks.append(Text(own("history", language)))
    asked = letter_sentence(situation, language)
    belongs = own(f"class-{situation.obligation_class}", language, name=name)
    blocks.append(Text(f"{asked} {belongs}".strip()))
    told = [national_line(plan, language) for plan in plans]
    if told:
        blocks += [Heading(own("plan", language), 3), Text("\n".join(told))]
    duties = named_duties(situation, read_case_words()["background"], language)
    if duties:
        lead = own("law-lead", language, day=day(situation.on, language))
        blocks += [Heading(own("law", language), 3), Text(lead), *duty_blocks(duties, language)]
    return blocks


def letter_sentence(situation: Situation, language: str) -> str:
    """Who has asked for what, and by when; nothing where no letter is open."""
    if not situation.asked:
        return ""
    act = own(f"act-{situation.asked}", language)
    fields = {"sender": situation.letter_sender, "name": situation.called(language), "act": act}
    key = "letter-asks" if situation.letter_on else "letter-undated"
    asked = own(key, language, **fields, day=day(situation.letter_on, language))
    if situation.reply_by is None:
        return asked
    return f"{asked} {own('reply-by', language, day=day(situation.reply_by, language))}"


def plans_named(plans: Iterable[NationalPlan], language: str) -> str:
    """Exactly what is joined: each plan in force by title, version, day and address."""
    named = [plan_named(plan, language) for plan in plans]
    if not named:
        return own("plan-to-name", language)
    *others, last = named
    return f"{', '.join(others)} {own('and', language)} {last}" if others else last


def plan_named(plan: NationalPlan, language: str) -> str:
    """One plan, so that it cannot be taken for another."""
    title = plan.title.get(language) or plan.title.get("nb") or ""
    published = day(plan.published, language) if plan.published else "–"
    return own("plan-named", language, title=title, number=plan.number, day=published, href=plan.href or "–")


def national_line(plan: NationalPlan, language: str) -> str:
    """A national plan; where its source was not seen, that is said."""
    named = plan_named(plan, language)
    if plan.mark in CHECKED:
        return own("national-plan", language, title=named)
    return own("national-plan-unchecked", language, title=named)


def named_duties(situation: Situation, names: Iterable[str], language: str) -> list[Duty]:
    """The duties of these names that were in force on the day."""
    return duties_in_force(rules_on(situation.on), names, language)


def duty_blocks(duties: list[Duty], language: str) -> list[Block]:
    """Duties with their citations, and how well they are checked."""
    lines = tuple(duty_line(one, language) for one in duties)
    return [Bullets(lines), Text(marks_line(duties, language), quiet=True)]


def assessment(
    situation: Situation, what: str, language: str, text: str, meant: Iterable[dict[str, str]]
) -> list[Block]:
    """What speaks for it, the body's own figures beside how much could be seen, and a place for its own words."""
    blocks: list[Block] = [Heading(own("assessment", language)), Text(text), Heading(own("figures", language), 3)]
    blocks += [Text(figure_text(situation, language)), Text(" ".join(record_sentences(situation, language)))]
    blocks += [largest_blocks(situation, language)[1]]
    titles = tuple(one.get(language) or one.get("nb") or "" for one in meant)
    if what == "plan" and titles:
        blocks += [Heading(own("measures-meant", language), 3), Bullets(titles)]
    if what == "strategy":
        considered = named_duties(situation, read_case_words()["considerations"], language)
        blocks += (
            [Heading(own("considerations", language), 3), *duty_blocks(considered, language)] if considered else []
        )
    return [*blocks, Fill(own("own-assessment", language))]


def figure_text(situation: Situation, language: str) -> str:
    """The measured figures in words; what is unknown is said to be unknown."""
    said = [share_sentence(situation, language)]
    if situation.share is not None and not situation.share.is_too_little:
        said.append(word("other-paths", language))
    said.append(look_sentence(situation, language))
    if situation.purchases:
        said += [period_sentence(situation, language), own("unseen", language)]
    return " ".join(said)


def period_sentence(situation: Situation, language: str) -> str:
    """How many notices the figures rest on, and from when to when."""
    count = number(situation.purchases, language)
    if situation.first_seen is None or situation.last_seen is None:
        return own("period-count", language, count=count)
    days = {"first": day(situation.first_seen, language), "last": day(situation.last_seen, language)}
    return own("period", language, count=count, **days)


def consequences(said: dict[str, Any], language: str, fields: dict[str, str]) -> list[Block]:
    """Economy, administration, climate and environment, each with a place for what only the body knows."""
    blocks: list[Block] = [Heading(own("consequences", language))]
    for name in CONSEQUENCES:
        blocks += [Heading(own(name, language), 3), Text(filled(said[name], language, **fields))]
        blocks.append(Fill(own(f"fill-{name}", language)))
    return blocks


def check_case() -> list[ContentError]:
    """Every case has every part in every language, with no field that is never filled, and names rules that exist."""
    words, where = read_yaml(content_path(FILE)), place(content_path(FILE))
    cases = words.get("cases") or {}
    faults = text_faults(words.get("words") or {}, "words.", PLACES, where) + missing_names(
        "cases", cases, KINDS, where
    )
    for name, case in cases.items():
        faults += missing_names(f"cases.{name}", case, (*PARTS, "for"), where)
        texts = {part: text for part, text in case.items() if part not in {"for", "resolution"}}
        faults += text_faults(texts, f"cases.{name}.", PLACES, where)
        faults += resolution_faults(case.get("resolution") or {}, f"cases.{name}.resolution", where)
    named = [*(words.get("background") or []), *(words.get("considerations") or [])]
    known = known_rules()
    unknown = [rule for rule in named if rule not in known]
    return faults + [
        ContentError(where, None, f'There is no rule "{rule}".', "Name a rule of content/law.") for rule in unknown
    ]


def resolution_faults(texts: dict[str, list[str]], name: str, where: str) -> list[ContentError]:
    """The points of a resolution: the same number in each language, with fields that are filled."""
    counts = {language: len(texts.get(language) or []) for language in LANGUAGES}
    faults = []
    if 0 in counts.values() or len(set(counts.values())) != 1:
        faults.append(
            ContentError(where, None, f"{name} has {counts} points.", "Write the same points in nb, nn and en.")
        )
    every = [point for points in texts.values() for point in points or []]
    faults += [
        ContentError(where, None, f"{name} has a point that is not a text: {point}.", "Put it in quotes.")
        for point in every
        if not isinstance(point, str)
    ]
    unknown = sorted({field for point in every for field in fields_in(str(point)) - PLACES})
    faults += [
        ContentError(where, None, f'{name} has a field "{{{field}}}" that nothing fills.', "Take it out.")
        for field in unknown
    ]
    return faults
