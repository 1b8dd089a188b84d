"""A selection as tender text: numbered sections ready to paste, and an annex for the buyer that stays at home.

A confirmed limit stands filled in; one that nobody has read in its source is an empty field with the proposal beside
it and the words "ikke kontrollert". Every format is written from what is put together here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from string import Formatter

from dugnad.criteria import tender_words as words
from dugnad.criteria.criterion import Fact, Figure, Label, Library, Parameter, Text, Version
from dugnad.criteria.printable import printable
from dugnad.criteria.selection import Pick, Selection
from dugnad.errors import DugnadError
from dugnad.law.hard_content import load_hard

AWARD = "award-criterion"
TO_CHECK = "to-check"
USABLE = ("published", TO_CHECK)
BETWEEN = ("til", "to", "og", "and", "eller", "or", "–", "-", "/")
"""What stands between two figures of one range; the unit comes after the second."""
BEFORE, AFTER = 16, 40
"""Signs before and after a field in which its unit may be said."""
EQUIVALENTS_RULE = "labels.requirement"
"""The rule in content/law that says that equal labels must be accepted."""


@dataclass(frozen=True, slots=True)
class Field:
    """A place in a text where a value stands or shall stand. `value` is empty until the buyer has filled it."""

    name: str
    label: str
    unit: str
    value: str = ""
    note: str = ""
    """Beside the field: what is proposed, and that it is not verified."""

    def __str__(self) -> str:
        return f"{self.value or f'[{self.label}]'}{f' ({self.note})' if self.note else ''}"


Pieces = tuple[str | Field, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """What the buyer should know of one criterion; never part of the tender text."""

    verification: str
    why: str
    caution: str
    guidance: str
    already_law: str
    effect: str
    sources: tuple[str, ...]
    basis: Mapping[str, str]
    """How sure each fact is, in words, by the fact's id."""
    status: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One criterion in the tender text."""

    number: str
    key: str
    kind: str
    name: str
    level: str
    language: str
    """The language that the requirement stands in."""
    requirement: Pieces
    documentation: Pieces
    labels: str
    equivalents: str
    scoring: Pieces
    weight_percent: float | None
    follow_up: Pieces
    evidence: Pieces
    link: str
    is_environmental: bool
    is_unconfirmed: bool
    note: str
    """Says that something in it is not verified; empty where everything is."""
    advice: Advice
    version: Version
    groups: tuple[str, ...]
    """Names of the product groups that use it."""

    @property
    def citation(self) -> str:
        """The line by which it is found again."""
        return f"dugnad: {self.key} {self.link}"

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field in its texts, each once."""
        texts = (self.requirement, self.documentation, self.scoring, self.follow_up, self.evidence)
        return tuple({one.name: one for pieces in texts for one in pieces if isinstance(one, Field)}.values())


@dataclass(frozen=True, slots=True)
class Section:
    """The criteria of one kind."""

    number: str
    kind: str
    heading: str
    lead: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class TenderText:
    """The whole text. `weights` are all award criteria by number, name and weight, those of the buyer's own last."""

    title: str
    language: str
    on: date
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    weights: tuple[tuple[str, str, float | None], ...]
    annex_title: str
    annex_lead: str
    own: tuple[tuple[str, float], ...] = field(default=())
    cpv: str = ""

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every criterion in the order of the text."""
        return tuple(entry for section in self.sections for entry in section.entries)

    @property
    def weight_sum(self) -> float | None:
        """The weights together; None where one is not set yet."""
        given = [weight for _, _, weight in self.weights]
        return sum(weight for weight in given if weight is not None) if given and None not in given else None


def tender_text(library: Library, selection: Selection, *, language: str, on: date, base: str = "") -> TenderText:
    """The set as tender text. `base` is the site's address, for links that work outside it."""
    selection = cleaned(selection)
    chosen = [(pick, version_of(library, pick.key)) for pick in selection.picks]
    kinds = [kind for kind in words.kinds_in_order() if any(version.kind == kind for _, version in chosen)]
    if selection.other and AWARD not in kinds:
        kinds = [kind for kind in words.kinds_in_order() if kind in (*kinds, AWARD)]
    sections = []
    for number, kind in enumerate(kinds, 1):
        own = [(pick, version) for pick, version in chosen if version.kind == kind]
        entries = tuple(
            _entry(library, pick, version, f"{number}.{count}", language, on, base)
            for count, (pick, version) in enumerate(own, 1)
        )
        heading, lead = (words.section_text(kind, part, language) for part in ("heading", "lead"))
        sections.append(Section(str(number), kind, heading, lead, entries))
    name = words.title("set_for", language, title=selection.title) if selection.title else words.title("set", language)
    return TenderText(
        title=name,
        language=language,
        on=on,
        lead=tuple(_lead([version for _, version in chosen], sections, language, on)),
        sections=tuple(sections),
        weights=tuple(_weights(sections, selection.other)),
        annex_title=words.title("annex", language),
        annex_lead=words.sentence("annex_lead", language),
        own=selection.other,
        cpv=selection.cpv,
    )


def library_text(library: Library, *, language: str, on: date, base: str = "", group: str = "") -> TenderText:
    """Everything that may be used on the day, laid out as one text; of one product group where it is named."""
    chosen = library.of_group(group) if group else tuple(library.criteria.values())
    versions = [criterion.versions.at(on) for criterion in chosen]
    picks = tuple(Pick(version.key) for version in versions if version is not None and version.status in USABLE)
    name = words.spoken(library.groups[group].name, language)[0] if group else ""
    text = tender_text(library, Selection(picks), language=language, on=on, base=base)
    return replace(text, title=": ".join(filter(None, (words.title("library", language), name))))


def cleaned(selection: Selection) -> Selection:
    """The set without signs that no document can hold in what the buyer wrote."""
    picks = tuple(
        replace(
            pick,
            values={name: printable(said) if isinstance(said, str) else said for name, said in pick.values.items()},
        )
        for pick in selection.picks
    )
    other = tuple((printable(name), weight) for name, weight in selection.other)
    return replace(selection, picks=picks, other=other, title=printable(selection.title))


def printed(said: Figure) -> Figure:
    """A figure stays; words lose what cannot be printed."""
    return printable(said) if isinstance(said, str) else said


def version_of(library: Library, key: str) -> Version:
    """The version that ID@DATE names."""
    name, _, day = key.partition("@")
    criterion = library.criteria.get(name)
    if criterion is None:
        raise DugnadError(f'"{key}": no criterion is called "{name}". List them with: dugnad criteria list')
    for version in criterion.versions.values:
        if version.day.isoformat() == day:
            return version
    days = ", ".join(version.key for version in criterion.versions.values)
    raise DugnadError(f'"{key}": "{name}" has no version of that day. It has {days}.')


def is_unverified(version: Version) -> bool:
    """Must the text say that something in it is not verified?"""
    return version.is_unconfirmed or version.status == TO_CHECK


def pieces_of(text: str, parameters: Iterable[Parameter], values: Mapping[str, Figure], language: str) -> Pieces:
    """The text cut at its fields."""
    by_name = {one.name: one for one in parameters}
    parts = list(Formatter().parse(text))
    found: list[str | Field] = []
    for place, (before, name, _, _) in enumerate(parts):
        if before:
            found.append(before)
        if name is None or name not in by_name:
            continue
        made = field_of(by_name[name], values.get(name), language)
        found.append(made)
        after, following = parts[place + 1][:2] if place + 1 < len(parts) else ("", None)
        is_range = after.strip() in BETWEEN and following in by_name and by_name[following].unit == made.unit
        around = f"{before[-BEFORE:]} | {after[:AFTER]} "
        unit = "" if is_range else words.unit_beside(made.unit, made.value, around, language)
        if unit:
            found.append(f"\u00a0{unit}")
    return tuple(found)


def field_of(parameter: Parameter, filled: Figure | None, language: str) -> Field:
    """The field as the buyer gets it: filled, empty with a proposal that is not verified, or empty."""
    label = words.spoken(parameter.label, language)[0] or parameter.name
    made = Field(parameter.name, label, parameter.unit)
    if parameter.default is None:
        return made if filled is None else Field(made.name, label, made.unit, words.figure_text(filled, language))
    proposal = words.figure_text(parameter.default, language)
    if filled is None:
        if parameter.is_unconfirmed:
            note = words.sentence("proposed", language, value=proposal)
            return Field(made.name, label, made.unit, "", note)
        return Field(made.name, label, made.unit, proposal)
    written = words.figure_text(filled, language)
    is_proposal = parameter.is_unconfirmed and written == proposal
    return Field(made.name, label, made.unit, written, words.sentence("kept", language) if is_proposal else "")


def plain(pieces: Pieces) -> str:
    """The text in one string: empty fields in square brackets."""
    return "".join(str(piece) for piece in pieces)


def _entry(library: Library, pick: Pick, version: Version, number: str, language: str, on: date, base: str) -> Entry:
    def cut(text: Text) -> Pieces:
        return pieces_of(words.spoken(text, language)[0], version.parameters, pick.values, language)

    labels = [label for label in version.labels_accepted if label.until is None or label.until >= on]
    when = ", ".join(_term(library, "when", one, language) for one in version.follow_up_when)
    follow_up = cut(version.follow_up)
    is_noted = is_unverified(version) and not any(one.is_unconfirmed for one in version.parameters)
    return Entry(
        number=number,
        key=version.key,
        kind=version.kind,
        name=heading_of(version, language),
        level=_term(library, "level", version.level, language),
        language=words.spoken(version.requirement, language)[1],
        requirement=cut(version.requirement),
        documentation=cut(version.documentation),
        labels="; ".join(label_text(label, language) for label in labels),
        equivalents=words.sentence("equivalents", language, cite=equivalents_cite(on)) if labels else "",
        scoring=cut(version.scoring),
        weight_percent=pick.weight_percent if version.kind == AWARD else None,
        follow_up=(f"{when}: ", *follow_up) if when and follow_up else follow_up,
        evidence=cut(version.evidence),
        link=f"{base.rstrip('/')}/k/{version.key}",
        is_environmental=version.is_environmental,
        is_unconfirmed=is_unverified(version),
        note=words.sentence("entry_unconfirmed", language) if is_noted else "",
        advice=advice_of(library, version, language),
        version=version,
        groups=tuple(
            words.spoken(library.groups[one].name, language)[0]
            for one in library.criteria[version.criterion].groups
            if one in library.groups
        ),
    )


def heading_of(version: Version, language: str) -> str:
    """The criterion's name; an environmental award criterion says so, since its weight must be told from the others."""
    name = words.spoken(version.name, language)[0]
    if version.kind == AWARD and version.is_environmental and version.weight_counts == "certain":
        return f"{words.word('environmental', language)}: {name}"
    return name


def label_text(label: Label, language: str) -> str:
    """The label's name, and how long it holds where that is known."""
    if label.until is None:
        return label.name
    return f"{label.name} ({words.sentence('label_until', language, day=words.day_text(label.until, language))})"


def equivalents_cite(on: date) -> str:
    """The paragraph that says that equal labels must be accepted, as the law of the day numbers it."""
    rule = load_hard().rules[EQUIVALENTS_RULE]
    return (rule.at(on) or rule.versions[-1]).cite["rule"]


def advice_of(library: Library, version: Version, language: str) -> Advice:
    """What stands in the annex about one criterion."""

    def say(text: Text) -> str:
        return plain(pieces_of(words.spoken(text, language)[0], version.parameters, {}, language))

    effect = version.effect
    size = _term(library, "size", effect.size, language)
    doubt = f"{words.word('uncertainty', language)}: {_term(library, 'uncertainty', effect.uncertainty, language)}"
    law = version.already_law
    return Advice(
        verification=say(version.verification),
        why=say(version.why),
        caution=say(version.points_of_caution),
        guidance=say(version.guidance),
        already_law=f"{law.cite}: {words.spoken(law.says, language)[0]}" if law else "",
        effect=f"{size} ({doubt}). {words.spoken(effect.because, language)[0]}".strip(),
        sources=tuple(dict.fromkeys(source_text(library, fact, language) for fact in version.cited_facts))
        or (words.sentence("no_source", language),),
        basis={fact.id: basis_text(library, fact, language) for fact in version.cited_facts},
        status=_term(library, "status", version.status, language),
    )


def source_text(library: Library, fact: Fact, language: str) -> str:
    """Where a figure was read, and how sure that is."""
    year = f" ({fact.source.year})" if fact.source.year else ""
    return f"{fact.source.title}{year}: {basis_text(library, fact, language)}"


def basis_text(library: Library, fact: Fact, language: str) -> str:
    """How sure a fact is, in words; whatever is not confirmed says so."""
    told = _term(library, "basis", fact.basis, language)
    doubt = words.word("unverified", language)
    return told if fact.is_confirmed or doubt in told else f"{told} – {doubt}"


def _term(library: Library, name: str, word: str, language: str) -> str:
    """A fixed word of the library as it stands on screen; the word itself where content does not name it."""
    return library.terms.get(name, {}).get(word, {}).get(language, word)


def _lead(versions: list[Version], sections: list[Section], language: str, on: date) -> Iterator[str]:
    yield words.sentence("made", language, day=words.day_text(on, language))
    if not sections:
        yield words.sentence("empty", language)
    if any(is_unverified(version) for version in versions):
        yield words.sentence("unconfirmed", language)
    if any(language not in version.languages for version in versions):
        yield words.sentence("fallback", language)


def _weights(
    sections: Iterable[Section], other: Iterable[tuple[str, float]]
) -> Iterator[tuple[str, str, float | None]]:
    for section in sections:
        if section.kind == AWARD:
            for entry in section.entries:
                yield entry.number, entry.name, entry.weight_percent
            for count, (name, weight) in enumerate(other, len(section.entries) + 1):
                yield f"{section.number}.{count}", name, weight
