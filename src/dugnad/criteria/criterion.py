"""What a guiding criterion is: a folder for ever, a version for each day it changed, texts by language.

Everything here is read from `content/criteria` by `library.py`; the form of the files is told in
`docs/guide/nb/kriterieskriving.md`. A text is a mapping from language (nb, nn, en) to words.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from dugnad.dated import Dated

Text = Mapping[str, str]
Figure = int | float | str
"""A limit's value: a number, or a class such as "D" or "Euro 6"."""

KINDS = ("technical-specification", "selection", "award-criterion", "contract-clause")
LEVELS = ("basis", "avansert", "spydspiss")
STATUSES = ("published", "to-check", "draft", "hearing", "withdrawn")
"""`to-check` is *til kontroll*: usable, with a figure that nobody has read in its source."""
ENVIRONMENT = ("climate", "energy", "chemicals", "circularity", "waste", "nature", "water", "air-and-noise")
"""Themes that count as climate and environment (LOA § 5b)."""
SOCIAL = ("human-rights", "working-conditions", "inclusion", "accessibility", "animal-welfare", "health", "integrity")
THEMES = ENVIRONMENT + SOCIAL
PROOFS = (
    "label",
    "certificate",
    "test-report",
    "data-sheet",
    "epd",
    "register",
    "plan",
    "list",
    "report",
    "inspection",
    "statistics",
    "calculation",
    "declaration",
)
"""How a requirement is shown to be met. `declaration` alone is the supplier's word: hard to verify."""
WHENS = ("start", "quarterly", "half-yearly", "yearly", "at-delivery", "at-end", "on-request")
"""When a contract clause is followed up."""
METHODS = ("linear", "steps", "share", "lowest", "rated", "yes-no")
"""How an award criterion is scored: on a straight line, in steps, by share, lowest best, by panel, met or not."""
MARKETS = ("wide", "narrow")
"""Can most suppliers in the field be expected to meet it?"""
BINDS = ("supplier", "buyer")
COVERS = ("all", "part")
WEIGHTS = ("certain", "doubtful", "none")
"""How surely an award criterion's weight counts as weight on climate and environment (LOA § 5b)."""
SIZES = ("large", "medium", "small", "unknown")
DOUBTS = ("low", "medium", "high", "unknown")
SEEN = "seen"
BASES = (SEEN, "seen-secondary", "seen-name", "recall", "proposal")
SHARED = "shared"
"""The folder of criteria that several groups use."""


@dataclass(frozen=True, slots=True)
class Source:
    """Where facts were read: an official or other text, by its own name."""

    id: str
    title: str
    href: str
    year: str


@dataclass(frozen=True, slots=True)
class Fact:
    """Figures that a source gives on one topic, and how sure we are: `id` is GROUP/NAME."""

    id: str
    topic: str
    figures: tuple[Figure, ...]
    unit: str
    standard: str
    source: Source
    basis: str
    confidence: str

    @property
    def is_confirmed(self) -> bool:
        """Was the figure read in the source itself, and is it not held to be shaky?"""
        return self.basis == SEEN and self.confidence != "low"


@dataclass(frozen=True, slots=True)
class Parameter:
    """A field to fill in the requirement. Without `default` the buyer decides; with `fact` the default has a source."""

    name: str
    label: Text
    unit: str
    default: Figure | None = None
    fact: Fact | None = None

    @property
    def is_unconfirmed(self) -> bool:
        """Does its default rest on nothing, or on a fact that is not confirmed?"""
        return self.default is not None and (self.fact is None or not self.fact.is_confirmed)


@dataclass(frozen=True, slots=True)
class Label:
    """A label, certificate or scheme that may serve as proof."""

    id: str
    name: str
    kind: str
    href: str
    until: date | None = None
    note: Text = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reference:
    """A standard, law version, label or report that criteria name; `names` are the spellings it is recognised by."""

    id: str
    name: str
    kind: str
    names: tuple[str, ...]
    href: str = ""
    replaced_on: date | None = None
    replaced_by: str = ""


@dataclass(frozen=True, slots=True)
class Effect:
    """What the requirement is expected to change. `size` says how much of the purchase's footprint it touches."""

    size: str
    unit: str
    uncertainty: str
    because: Text
    fact: Fact | None = None


@dataclass(frozen=True, slots=True)
class LegalDuty:
    """Law that already says what the requirement says, or part of it.

    `binds` is who must act: a duty on the supplier or the product is only recalled; a duty on the buyer is one that the
    buyer fulfils by writing this requirement. `covers` is whether the criterion adds anything to the law.
    """

    cite: str
    mark: str
    says: Text
    binds: str = "supplier"
    covers: str = "all"


@dataclass(frozen=True, slots=True)
class Version:
    """A criterion as it reads from one day on. Never changed once published."""

    criterion: str
    day: date
    file: str
    name: Text
    kind: str
    level: str
    topic: str
    themes: tuple[str, ...]
    concerns: str
    applies_to: tuple[str, ...]
    requirement: Text
    parameters: tuple[Parameter, ...]
    documentation: Text
    verification: Text
    proof: tuple[str, ...]
    why: Text
    points_of_caution: Text
    guidance: Text
    scoring: Text
    scoring_method: str
    follow_up: Text
    follow_up_when: tuple[str, ...]
    evidence: Text
    unit: str
    direction: str
    labels_accepted: tuple[Label, ...]
    effect: Effect
    facts: tuple[Fact, ...]
    already_law: LegalDuty | None
    conflicts_with: tuple[str, ...]
    value_from_nok: int | None
    market: str
    owner: str
    review_by: date
    status: str
    changed: Text
    weight_counts: str = "certain"

    @property
    def key(self) -> str:
        """The name it is cited by, for ever: ID@DATE."""
        return f"{self.criterion}@{self.day.isoformat()}"

    @property
    def is_statutory_clause(self) -> bool:
        """Is it a clause that the buyer must by law put in the contract?"""
        return self.kind == "contract-clause" and self.already_law is not None and self.already_law.binds == "buyer"

    @property
    def is_environmental(self) -> bool:
        """Does its first theme count as climate and environment?"""
        return self.themes[0] in ENVIRONMENT

    @property
    def cited_facts(self) -> tuple[Fact, ...]:
        """Every fact it rests on, each once, in the order of the file."""
        found = [parameter.fact for parameter in self.parameters if parameter.fact]
        found += [*self.facts, *([self.effect.fact] if self.effect.fact else [])]
        return tuple({fact.id: fact for fact in found}.values())

    @property
    def is_unconfirmed(self) -> bool:
        """Does anything in it rest on a figure that nobody has read in its source?"""
        return any(parameter.is_unconfirmed for parameter in self.parameters) or any(
            not fact.is_confirmed for fact in self.cited_facts
        )

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which every text stands."""
        texts = (self.name, self.requirement, self.documentation, self.verification, self.why, self.points_of_caution)
        return tuple(language for language in ("nb", "nn", "en") if all(text.get(language) for text in texts))


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion through time: the folder's name is its id and never means anything else."""

    id: str
    home: str
    groups: tuple[str, ...]
    versions: Dated[Version]

    @property
    def latest(self) -> Version:
        """The newest version, whatever its status."""
        return self.versions.values[-1]


@dataclass(frozen=True, slots=True)
class Risk:
    """A social risk in the group's supply chain, and how sure we are."""

    about: Text
    level: str
    basis: str


@dataclass(frozen=True, slots=True)
class Group:
    """A product group: what it covers, what to ask before buying, and which criteria it lacks and why."""

    id: str
    order: int
    name: Text
    cpv: tuple[str, ...]
    cpv_also: tuple[str, ...]
    lead: Text
    impacts: tuple[Text, ...]
    needs: tuple[Text, ...]
    risks: tuple[Risk, ...]
    missing_kinds: Mapping[str, Text]
    missing_levels: Mapping[str, Text]
    words: Mapping[str, tuple[str, ...]]
    file: str


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said in a hearing, by role or kind of organisation, and what the editors answered."""

    on: date
    by: str
    text: str
    answer: str = ""
    answered_on: date | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """How a hearing ended: the draft is `published` on `version`'s day, or `dropped`."""

    on: date
    by: str
    outcome: str
    says: Text
    version: date | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """A draft open for comments from anyone, from one day to another. `file` is its place in content."""

    criterion: str
    file: str
    opened: date
    closes: date
    comments: tuple[Comment, ...] = ()
    decision: Decision | None = None

    def is_open(self, on: date) -> bool:
        """May comments be given on the day?"""
        return self.opened <= on <= self.closes and self.decision is None


@dataclass(frozen=True, slots=True)
class Library:
    """All of it, read together. Never changed once read.

    `drafts` are next versions by the criterion's id (their day is date.max: they have none yet); a criterion that has
    only a draft is not among `criteria`.
    """

    groups: Mapping[str, Group]
    criteria: Mapping[str, Criterion]
    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    labels: Mapping[str, Label]
    references: Mapping[str, Reference]
    terms: Mapping[str, Mapping[str, Text]]
    drafts: Mapping[str, Version] = field(default_factory=dict)
    hearings: Mapping[str, Hearing] = field(default_factory=dict)

    def of_group(self, group: str) -> tuple[Criterion, ...]:
        """The group's own criteria and the shared ones that apply to it."""
        return tuple(criterion for criterion in self.criteria.values() if group in criterion.groups)
