"""What a file would change in the register: new, changed and ended bodies, numbers given, sub-units, what is left out.

Nothing is written here. A unit below a ministry is a body of its own; one below an agency, a municipality or any other
body is a part of it, and its number counts there, unless the register has it as a body already. A body that the file
does not name stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from dugnad.notices.buyer_name import name_key
from dugnad.notices.orgnr import normalise
from dugnad.notices.register_check import CLASSES, KINDS
from dugnad.register.classify import Above, Verdict, classify
from dugnad.register.known import Known, KnownBody, municipalities
from dugnad.register.reading import Entry
from dugnad.register.rules import Rules
from dugnad.register.spelling import readable
from dugnad.register.unit import Pointer, Removal, Unit, Unreadable

What = Literal["new", "numbered", "changed", "ended", "sub-unit"]
DEEPEST = 40
"""Steps up from a unit to its body; Enhetsregisteret has seldom more than four."""
TOLD_TEXTS = ("name_nn", "name_en", "class_reason", "county", "source")
MOST_PLACES = 20
THE_STATE = "STAT"
COUNTY = re.compile(r"\d{2}", re.ASCII)
ALWAYS_KEPT = frozenset({"owner-unknown"})
WEIGHTY = frozenset({"municipality", "county", "ministry"})
"""The end of one of these is never one row's business alone: somebody looks."""
LOCAL = frozenset({"municipality", "county", "municipal-enterprise", "inter-municipal"})
OF_CLASS = frozenset({"kind", "obligation_class", "class_reason", "parent"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One body or sub-unit that would change. `key`: the known body's key, else the number (or slug) of a new one."""

    what: What
    key: str
    orgnr: str
    name: str
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)
    why: dict[str, str] = field(default_factory=dict)
    body: str = ""
    """The key of the body that a sub-unit belongs to."""
    successors: tuple[str, ...] = ()


@dataclass(slots=True)
class Difference:
    """All that would change, in the file's order, and what would not."""

    changes: list[Change] = field(default_factory=list)
    read: int = 0
    unchanged: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    places: list[str] = field(default_factory=list)
    """Where the first unreadable records stand, and why."""
    remarks: list[dict[str, Any]] = field(default_factory=list)
    """What a person should look at; nothing is done about it."""
    pointers: list[str] = field(default_factory=list)

    def counts(self) -> dict[str, Any]:
        """The counts as pages and programs show them."""
        found = Counter(change.what for change in self.changes)
        kinds = Counter(str(change.after.get("kind")) for change in self.changes if change.what == "new")
        return {
            "read": self.read,
            "new": found["new"],
            "numbered": found["numbered"],
            "changed": found["changed"],
            "ended": found["ended"],
            "sub_units": found["sub-unit"],
            "unchanged": self.unchanged,
            "left_out": dict(self.left_out.most_common()),
            "new_by_kind": dict(kinds.most_common()),
            "remarks": len(self.remarks),
        }


def difference(entries: Callable[[], Iterator[Entry]], known: Known, rules: Rules) -> Difference:
    """Compare what the file tells with the register; the file is read once more where it holds sub-units."""
    comparison = Comparison(known, rules)
    has_sub_units = comparison.collect(entries())
    comparison.compare()
    if has_sub_units:
        comparison.compare_sub_units(entries())
    comparison.drop_what_hangs()
    return comparison.found


class Comparison:
    """The units of one file beside the register."""

    def __init__(self, known: Known, rules: Rules) -> None:
        self.known, self.rules, self.found = known, rules, Difference()
        self.units: dict[str, Unit] = {}
        self.removals: dict[str, date] = {}
        self.verdicts: dict[str, Verdict] = {}
        self.asked: set[str] = set()

    def collect(self, entries: Iterator[Entry]) -> bool:
        """Keep what may be a public body; count the rest by reason. Does the file hold sub-units?"""
        has_sub_units = False
        for entry in entries:
            self.found.read += 1
            if isinstance(entry, Unit):
                if entry.is_sub_unit:
                    has_sub_units = True
                else:
                    self.keep(entry)
            elif isinstance(entry, Removal):
                self.removals[entry.orgnr] = entry.ended
                self.units.pop(entry.orgnr, None)
            elif isinstance(entry, Pointer):
                self.found.left_out["pointer"] += 1
                self.found.pointers.append(entry.orgnr)
            else:
                self.note(entry)
        return has_sub_units

    def keep(self, unit: Unit) -> None:
        """A unit of the register or one that the rules may take in; the last of a number counts."""
        key = unit.orgnr or unit.told["slug"]
        self.removals.pop(key, None)
        if not unit.told and unit.orgnr not in self.known.by_number:
            leave_out = classify(unit, self.rules, nothing_above).leave_out
            if leave_out and leave_out not in ALWAYS_KEPT:
                self.found.left_out[leave_out] += 1
                return
        if key in self.units:
            self.found.left_out["duplicate"] += 1
        self.units[key] = unit

    def note(self, entry: Unreadable) -> None:
        """Count what cannot be used, and say where the first of it stands."""
        self.found.left_out[entry.reason] += 1
        if len(self.found.places) < MOST_PLACES:
            self.found.places.append(f"{entry.place}: {entry.reason}")

    def nearest(self, number: str) -> Above | None:
        """The body at this number, or the nearest above it."""
        if body := self.known.by_number.get(number):
            return above_of(body)
        if number in self.known.sub_units:
            return above_of(self.known.bodies[self.known.sub_units[number][0]])
        unit = self.units.get(number)
        if unit is None or number in self.asked or len(self.asked) > DEEPEST:
            return None
        verdict = self.verdict(number)
        if verdict.kind:
            same = self.known.of_name(unit.name, verdict.kind)
            return Above(same.key if same else number, readable(unit.name), standing(verdict.kind, unit.form))
        return verdict.above if verdict.is_part else None

    def verdict(self, number: str) -> Verdict:
        """What the unit of the file is; asked once."""
        if number not in self.verdicts:
            self.asked.add(number)
            unit = self.units[number]
            try:
                found = told_verdict(unit, self) if unit.told else classify(unit, self.rules, self.nearest)
            finally:
                self.asked.discard(number)
            if self.asked:  # asked on the way to another: what was cut short there is not kept
                return found
            self.verdicts[number] = found
        return self.verdicts[number]

    def compare(self) -> None:
        """Every unit that was kept, then the removals."""
        for key, unit in self.units.items():
            self.compare_unit(unit, key)
        for number, ended in self.removals.items():
            body = self.known.by_number.get(number)
            if number in self.known.sub_units:
                self.found.unchanged += 1  # earlier notices under the number still count for its body
            elif body is None:
                self.found.left_out["removed-unknown"] += 1
            else:
                self.change(body, {"until": ended.isoformat()}, {})

    def compare_unit(self, unit: Unit, key: str) -> None:
        """One unit beside the register."""
        verdict = self.verdict(key)
        body = self.known.by_number.get(unit.orgnr) if unit.orgnr else self.known.by_slug.get(key)
        if verdict.leave_out == "bad-kind":
            self.found.left_out["bad-kind"] += 1
        elif body is not None:
            self.compare_known(body, unit, verdict)
        elif unit.orgnr in self.known.sub_units:
            self.compare_sub_unit(unit, verdict)
        elif verdict.leave_out:
            self.found.left_out[verdict.leave_out] += 1
        elif verdict.is_part:
            self.add_sub_unit(unit, verdict)
        elif same := self.nameless(unit, verdict):
            self.change(same, {"orgnr": unit.orgnr, **self.fields(unit, verdict, same)}, verdict.why, what="numbered")
        else:
            self.add(unit, verdict, key)

    def nameless(self, unit: Unit, verdict: Verdict) -> KnownBody | None:
        """The known body without number that this unit gives its number to."""
        by_slug = self.known.by_slug.get(unit.told.get("slug", ""))
        same = by_slug if by_slug and not by_slug.orgnr else self.known.of_name(unit.name, verdict.kind)
        given = {change.key for change in self.found.changes if change.what == "numbered"} if same else set()
        return None if same is None or same.key in given or unit.ended else same

    def add(self, unit: Unit, verdict: Verdict, key: str) -> None:
        """A body that the register does not have."""
        after = {"orgnr": unit.orgnr or None, **self.fields(unit, verdict, None)}
        if unit.since:
            after["since"] = unit.since.isoformat()
        if unit.ended is None and self.known.has_name(unit.name, verdict.kind):
            self.remark("same-name", unit, verdict.why)
        self.found.changes.append(
            Change(
                what="new", key=key, orgnr=unit.orgnr, name=after["name"], after=after, why=verdict.why,
                successors=successors_of(unit),
            )
        )  # fmt: skip

    def compare_known(self, body: KnownBody, unit: Unit, verdict: Verdict) -> None:
        """A body that the register has: what the file says otherwise."""
        if verdict.kind and verdict.kind != body.kind and not (unit.told or body.is_imported("kind")):
            self.remark("classified-otherwise", unit, verdict.why)
            verdict = Verdict(verdict.rule, above=verdict.above)
        wanted = self.fields(unit, verdict, body)
        if not unit.told and self.leaves_the_state(body, verdict):
            self.remark("leaves-the-state", unit, verdict.why)
            wanted = {name: value for name, value in wanted.items() if name not in OF_CLASS}
        self.change(body, wanted, verdict.why, successors=successors_of(unit))

    def leaves_the_state(self, body: KnownBody, verdict: Verdict) -> bool:
        """Would a state body be put below a municipality or lose its obligation?"""
        if body.values["obligation_class"] != "shall":
            return False
        is_below = verdict.above is not None and verdict.above.kind in LOCAL
        return is_below or (bool(verdict.obligation_class) and verdict.obligation_class != "shall")

    def fields(self, unit: Unit, verdict: Verdict, body: KnownBody | None) -> dict[str, Any]:
        """The fields as the file gives them; what it does not tell is not among them."""
        number, county = municipalities().get(unit.municipality, ("", ""))
        given: dict[str, Any] = {
            "name": unit.told.get("name") or readable(unit.name),
            "form": unit.form,
            "sector": unit.sector,
            "municipality": number,
            "county": county,
            "employees": unit.employees,
            "website": unit.website,
            "email": unit.email,
            "language": unit.language,
            "until": unit.ended.isoformat() if unit.ended else None,
        }
        if verdict.kind:
            given |= {"kind": verdict.kind, "obligation_class": verdict.obligation_class}
            given["class_reason"] = verdict.why.get("nb", "")
        if verdict.above and verdict.above.key != (body.key if body else unit.orgnr):
            given["parent"] = verdict.above.key
        given |= {name: unit.told[name] for name in TOLD_TEXTS if unit.told.get(name)}
        if not COUNTY.fullmatch(given["county"]):
            given["county"] = county
        if unit.told.get("also"):
            given["also"] = unit.told["also"].split("|")
        if unit.told.get("is_demo") == "true":
            given["is_demo"] = True
        fits_name(given, unit, body)
        return {name: value for name, value in given.items() if value not in ("", None)}

    def change(
        self,
        body: KnownBody,
        wanted: dict[str, Any],
        why: dict[str, str],
        *,
        what: What = "changed",
        successors: tuple[str, ...] = (),
    ) -> None:
        """Note the fields that differ and may be set."""
        if body.values["until"] and body.is_imported("until") and "until" not in wanted:
            wanted["until"] = None  # taken up again
        after = {name: value for name, value in wanted.items() if may_set(body, name, value)}
        if not after:
            self.found.unchanged += 1
            return
        if what == "changed" and after.get("until"):
            what = "ended"
            if body.kind in WEIGHTY:
                self.remark_body("weighty-end", body)
        self.found.changes.append(
            Change(
                what=what, key=body.key, orgnr=str(after.get("orgnr") or body.orgnr), name=body.name,
                before={name: body.values.get(name) for name in after}, after=after, why=why, successors=successors,
            )
        )  # fmt: skip

    def compare_sub_units(self, entries: Iterator[Entry]) -> None:
        """Sub-units of bodies that the register has, or will have."""
        seen: set[str] = set()
        for entry in entries:
            if isinstance(entry, Unit) and entry.is_sub_unit and entry.orgnr not in seen:
                verdict = classify(entry, self.rules, self.nearest)
                if verdict.leave_out:
                    self.found.left_out[verdict.leave_out] += 1
                    continue
                seen.add(entry.orgnr)
                if entry.orgnr in self.known.by_number or entry.orgnr in self.units:
                    self.found.unchanged += 1
                elif entry.orgnr in self.known.sub_units:
                    self.compare_sub_unit(entry, verdict)
                else:
                    self.add_sub_unit(entry, verdict)

    def compare_sub_unit(self, unit: Unit, verdict: Verdict) -> None:
        """A number that counts for a body already: moved only where an import put it there."""
        key, is_imported = self.known.sub_units[unit.orgnr]
        if verdict.kind:
            self.found.left_out["is-sub-unit"] += 1
        elif verdict.above is not None and verdict.above.key != key and is_imported:
            self.add_sub_unit(unit, verdict, before=key)
        else:
            self.found.unchanged += 1

    def add_sub_unit(self, unit: Unit, verdict: Verdict, before: str = "") -> None:
        """The number counts for the body above from now on."""
        if verdict.above is None:
            return
        name = readable(unit.name)
        told = {"body": self.known.bodies[before].name} if before else {}
        self.found.changes.append(
            Change(
                what="sub-unit", key=unit.orgnr, orgnr=unit.orgnr, name=name, body=verdict.above.key, before=told,
                after={"body": verdict.above.name}, why=verdict.why,
            )
        )  # fmt: skip

    def drop_what_hangs(self) -> None:
        """Units that stand below each other in a circle have no body above them after all."""
        there = self.known.bodies.keys() | {change.key for change in self.found.changes if change.what == "new"}
        kept = []
        for change in self.found.changes:
            if change.what == "sub-unit" and change.body not in there:
                self.found.left_out["owner-unknown"] += 1
                continue
            if "parent" in change.after and change.after["parent"] not in there:
                del change.after["parent"]
            kept.append(change)
        self.found.changes = kept

    def remark_body(self, code: str, body: KnownBody) -> None:
        """Something about a body of the register that a person should look at."""
        self.found.remarks.append({"code": code, "orgnr": body.orgnr, "name": body.name, "why": {}})

    def remark(self, code: str, unit: Unit, why: dict[str, str]) -> None:
        """Something that a person should look at."""
        self.found.remarks.append({"code": code, "orgnr": unit.orgnr, "name": readable(unit.name), "why": why})


def above_of(body: KnownBody) -> Above:
    """A body of the register, as what stands above another."""
    return Above(body.key, body.name, standing(body.kind, str(body.values["form"])))


def standing(kind: str, form: str) -> str:
    """The kind; units right below the State itself (form STAT) are bodies, as those below a ministry are."""
    return THE_STATE if form == THE_STATE and kind != "ministry" else kind


def nothing_above(_: str) -> None:
    """Before the file is read to its end nothing is known of what stands above a unit."""
    return


def told_verdict(unit: Unit, comparison: Comparison) -> Verdict:
    """What a table of ours says of a body: its kind and class are given there."""
    kind = unit.told.get("kind", "")
    obligation_class = unit.told.get("obligation_class") or comparison.rules.classes.get(kind, "")
    if kind not in KINDS or obligation_class not in CLASSES:
        return Verdict("table", leave_out="bad-kind")
    above = comparison.nearest(unit.parent) if unit.parent else None
    rules = comparison.rules
    why = {
        one: f"{rules.text('facts', 'table', one)} {rules.why(kind, obligation_class, one)}"
        for one in ("nb", "nn", "en")
    }
    return Verdict("table", kind, obligation_class, above, why=why)


def fits_name(given: dict[str, Any], unit: Unit, body: KnownBody | None) -> None:
    """A name that the body goes by already is no change; a new name keeps the old among the others."""
    if body is None or unit.told:
        return
    if name_key(unit.name) in body.name_keys():
        del given["name"]
    else:
        given["also"] = [*body.values["also"], body.name]


def may_set(body: KnownBody, name: str, value: object) -> bool:
    """Does the value differ, and may an import set the field?"""
    if body.values.get(name) == value or not body.is_free(name):
        return False
    if name == "until":  # a last day that the register knows from elsewhere stays
        return not body.values["until"] or body.is_imported("until")
    return True


def successors_of(unit: Unit) -> tuple[str, ...]:
    """The numbers of those who took over, where a table tells them."""
    told = (normalise(one) for one in unit.told.get("successor_orgnr", "").split("|"))
    return tuple(one for one in told if one)
