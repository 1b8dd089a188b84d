"""Where the notice and the documents say different things, both ways: content/check/differences.yaml tells it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from dugnad.check.notice import CheckedLot, CheckedNotice
from dugnad.check.pairs import LotPair
from dugnad.content import content_path, place, read_yaml
from dugnad.documents.found import FoundCriterion, FoundLot, Procurement, Quote
from dugnad.documents.pairs import CriterionPair, Row, name_of, pair_criteria
from dugnad.errors import ContentError

LANGUAGES = ("nb", "nn", "en")
NEARLY = 0.5
"""Percentage points by which two weights may differ and be the same."""
SAME_VALUE = 0.01
"""Share by which two values may differ and be the same."""
STATEMENTS = {
    "quality-nor-env-spec": "spec",
    "quality-nor-env-none": "exempt-insignificant",
    "quality-nor-env-exempt-insignificant": "exempt-insignificant",
    "quality-nor-env-exempt-critical-interest": "exempt-critical-interest",
    "quality-nor-env-exempt-national-minimum": "exempt-national-minimum",
}
CRITERION_CODE = "quality-nor-env-criteria"
SOCIAL_CODES = {"hum-right": ("human-rights", {"human-rights", "fair-trade"}), "work-cond": ("work", {"wage"})}


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One difference; `lot` is empty where it concerns the whole procurement."""

    code: str
    lot: str
    field: str
    notice: str
    """What the notice says, as it is told in bokmål."""
    documents: str
    quote: Quote | None
    about: dict[str, str]
    sentences: dict[str, str]
    todo: dict[str, str]


class Say:
    """A value told in each language: plain text, or a word of differences.yaml with a number in it."""

    def __init__(self, text: str = "", *, word: str = "", number: float | None = None) -> None:
        self.text, self.word, self.number = text, word, number

    def tell(self, language: str) -> str:
        """The value in the language."""
        if not self.word:
            return self.text
        pattern = str(_texts()["words"][self.word][language])
        return pattern.format(decimal(self.number, language)) if self.number is not None else pattern


def percent(number: float | None) -> Say:
    """A weight, or that there is none."""
    return Say(word="no-weight") if number is None else Say(word="percent", number=number)


def decimal(number: float, language: str) -> str:
    """A number without needless decimals, with the language's decimal mark."""
    text = f"{number:.2f}".rstrip("0").rstrip(".")
    return text if language == "en" else text.replace(".", ",")


def find_differences(notice: CheckedNotice, procurement: Procurement, pairs: list[LotPair]) -> list[Difference]:
    """Every difference: the whole procurement first, then lot by lot."""
    found = [*_whole(notice, procurement)]
    told_lots = [one for one in notice.lots if one.lot["kind"] != "group"]
    if len(told_lots) != len(procurement.lots):
        found.append(_tell("lots-differ", "", Say(str(len(told_lots))), Say(str(len(procurement.lots))), None))
    for told, read in pairs:
        if told is not None and read is not None:
            found += _lot(told, read, procurement)
    return [*found, *_social(told_lots, procurement)]


def _whole(notice: CheckedNotice, procurement: Procurement) -> Iterator[Difference]:
    row, head = notice.notice, procurement.head
    quotes = dict(head.quotes)
    value = row["value"] if row["currency"] == "NOK" else None
    if value and head.value_nok and abs(value - head.value_nok) > SAME_VALUE * max(value, head.value_nok):
        yield _tell("value-differs", "", _money(value), _money(head.value_nok), quotes.get("value_nok"))
    if row["cpv"] and head.cpv and row["cpv"][:8] not in {code[:8] for code in head.cpv}:
        yield _tell("cpv-differs", "", Say(row["cpv"]), Say(", ".join(head.cpv)), quotes.get("cpv"))
    if row["buyer_orgnr"] and head.orgnr and row["buyer_orgnr"] != head.orgnr:
        yield _tell("buyer-differs", "", Say(row["buyer_orgnr"]), Say(head.orgnr), quotes.get("orgnr"))
    if row["announced"] and head.announced and abs((row["announced"] - head.announced).days) > 1:
        told, stated = Say(f"{row['announced']:%d.%m.%Y}"), Say(f"{head.announced:%d.%m.%Y}")
        yield _tell("day-differs", "", told, stated, quotes.get("announced"))


def _lot(told: CheckedLot, read: FoundLot, procurement: Procurement) -> Iterator[Difference]:
    states = any(not row["is_statement"] for row in told.criteria) and not told.lot["criteria_in_documents"]
    if states and read.criteria:
        for pair in pair_criteria(told.criteria, read.criteria):
            yield from _criterion(pair, read.id)
    yield from _environment(told, read)
    yield from _path(told, read, procurement)


def _criterion(pair: CriterionPair, lot: str) -> Iterator[Difference]:
    row, found = pair
    if row is None and found is not None:
        yield _tell("only-in-documents", lot, Say(), _weight_found(found), found.quote, name=found.name)
    elif row is not None and found is None:
        yield _tell("only-in-notice", lot, _weight_told(row), Say(), None, name=name_of(row))
    elif row is not None and found is not None:
        coded, stated = row["weight_percent"], found.weight_percent
        if _weights_differ(row, found):
            quote = found.weight_quote or found.quote
            yield _tell("weight-differs", lot, percent(coded), percent(stated), quote, name=found.name)
        if row["rank"] is not None and found.rank is not None and row["rank"] != found.rank:
            ranks = Say(str(row["rank"])), Say(str(found.rank))
            yield _tell("rank-differs", lot, *ranks, found.quote, name=found.name)


def _weights_differ(row: Row, found: FoundCriterion) -> bool:
    coded, stated = row["weight_percent"], found.weight_percent
    return coded is not None and stated is not None and abs(coded - stated) > NEARLY


def _environment(told: CheckedLot, read: FoundLot) -> Iterator[Difference]:
    finding = told.finding
    coded = finding["weight_environment_certain"] if finding else None
    stated = read.environment_certain
    has_criteria = any(row["weight_percent"] is not None and not row["is_statement"] for row in told.criteria)
    told_apart = any(
        row is not None and found is not None and found.environment == "certain" and _weights_differ(row, found)
        for row, found in pair_criteria(told.criteria, read.criteria)
    )
    if not told_apart and has_criteria and coded is not None and stated is not None and abs(coded - stated) > NEARLY:
        quote = next((one.quote for one in read.criteria if one.environment == "certain"), None)
        yield _tell("environment-weight-differs", read.id, percent(coded), percent(stated), quote)


def _path(told: CheckedLot, read: FoundLot, procurement: Procurement) -> Iterator[Difference]:
    claimed = sorted({STATEMENTS[row["type_code"]] for row in told.criteria if row["type_code"] in STATEMENTS})
    path, binding = read.departure.path, _binding(procurement, read)
    is_departure = path in {"spec", "combination"} or path.startswith("exempt")
    if "spec" in claimed and not binding:
        yield _tell("claimed-without-requirements", read.id, Say(word="spec"), Say(), None)
    for one in claimed:
        agrees = path == one or (one == "spec" and path == "combination")
        if not agrees and (is_departure or one != "spec"):
            quote = read.departure.claim_quote or read.departure.reasons_quote
            yield _tell("path-differs", read.id, Say(word=one), Say(word=path), quote)
    is_declared = "env-imp" in (told.lot["strategic"] or []) or bool(told.lot["environmental_impact"])
    has_criterion = any(one.environment == "certain" for one in read.criteria)
    has_code = claimed or any(
        row["environment"] == "certain" or row["type_code"] == CRITERION_CODE for row in told.criteria
    )
    if is_declared and not has_criterion and not binding and read.criteria and not is_departure:
        yield _tell("declared-not-found", read.id, Say("BT-06 env-imp"), Say(), None)
    if (has_criterion or binding) and not is_declared and not has_code:
        words = "criterion-and-requirements" if has_criterion and binding else "criterion"
        first = next((one.quote for one in read.criteria if one.environment == "certain"), None)
        quote = first or (binding[0] if binding else None)
        yield _tell("found-not-declared", read.id, Say(), Say(word=words if has_criterion else "requirements"), quote)


def _binding(procurement: Procurement, lot: FoundLot) -> list[Quote]:
    return [one.quote for one in procurement.requirements if one.is_binding and one.lot in {None, lot.id}]


def _social(lots: list[CheckedLot], procurement: Procurement) -> Iterator[Difference]:
    declared = {code for one in lots for code in one.lot["social_objective"] or []}
    for code, (word, types) in SOCIAL_CODES.items():
        clauses = [clause for clause in procurement.clauses if clause.type in types]
        if code in declared and not clauses:
            yield _tell("social-declared-not-found", "", Say(word=word), Say(), None)
        elif clauses and code not in declared and code == "hum-right":
            yield _tell("social-found-not-declared", "", Say(), Say(word=word), clauses[0].quote)


def _weight_told(row: Row) -> Say:
    return Say(f"nr. {row['rank']}") if row["rank"] is not None else percent(row["weight_percent"])


def _weight_found(found: FoundCriterion) -> Say:
    return Say(f"nr. {found.rank}") if found.rank is not None else percent(found.weight_percent)


def _money(value: float) -> Say:
    return Say(f"{value:,.0f} NOK".replace(",", "\u00a0"))


def _tell(code: str, lot: str, notice: Say, documents: Say, quote: Quote | None, *, name: str = "") -> Difference:
    texts = _texts()["differences"][code]
    sentences = {
        language: texts[language].format(name=name, notice=notice.tell(language), documents=documents.tell(language))
        for language in LANGUAGES
    }
    return Difference(
        code=code,
        lot=lot,
        field=texts["field"],
        about=texts["about"],
        notice=notice.tell("nb"),
        documents=documents.tell("nb"),
        quote=quote,
        sentences=sentences,
        todo=texts["todo"],
    )


@cache
def _texts() -> dict[str, Any]:
    texts: dict[str, Any] = read_yaml(content_path("check/differences.yaml"))
    return texts


def check_differences() -> list[ContentError]:
    """Every difference and word has its text in every language."""
    file, texts = content_path("check/differences.yaml"), _texts()
    sets = {f"differences.{code}": told for code, told in texts["differences"].items()}
    sets |= {f"differences.{code}.about": told.get("about", {}) for code, told in texts["differences"].items()}
    sets |= {f"differences.{code}.todo": told.get("todo", {}) for code, told in texts["differences"].items()}
    sets |= {f"words.{word}": told for word, told in texts["words"].items()}
    return [
        ContentError(place(file), None, f"{key} has no text in {language}.", "Write one.")
        for key, told in sets.items()
        for language in LANGUAGES
        if not told.get(language)
    ]
