"""What the words of one version must agree on: fields, figures, facts, status, kind and languages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from string import Formatter

from dugnad.criteria.checks_file import Given, figures_outside_names
from dugnad.criteria.cpv_groups import prefix_of
from dugnad.criteria.criterion import Fact, Figure, Group, Parameter, Text, Version
from dugnad.criteria.reading import LibraryFile

NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
OF_KIND = {
    "award-criterion": ("measured_by", "scoring_method", "scoring"),
    "contract-clause": ("follow_up_when", "follow_up", "evidence"),
}
WITH_FIELDS = ("requirement", "scoring", "documentation", "verification", "follow_up", "evidence", "guidance")
"""Texts in which a field may stand."""
WITHOUT_FIELDS = ("name", "why", "points_of_caution", "changed")

MOST_TOLD = 5


def version_faults(file: LibraryFile, version: Version, groups: Sequence[Group], given: Given) -> None:
    """Everything that two places of the file say differently, or that the form forbids."""
    _fields_agree(file, version)
    _figures_stand_in_fields(file, version, given)
    _defaults_are_in_facts(file, version)
    _status_is_earned(file, version)
    _kind_has_its_own(file, version)
    _days_are_in_order(file, version)
    _codes_are_within(file, version, groups)
    nynorsk_is_whole(file, must=any(group.id in given.nynorsk_groups for group in groups))


def fields_of(text: str) -> set[str]:
    """The names in braces; raises ValueError where a brace stands alone."""
    names = set()
    for _, name, spec, conversion in Formatter().parse(text):
        if name is not None:
            if not name or spec or conversion or not name.isidentifier():
                raise ValueError(name)
            names.add(name)
    return names


def _fields_agree(file: LibraryFile, version: Version) -> None:
    declared = {parameter.name for parameter in version.parameters}
    used: set[str] = set()
    for key in WITH_FIELDS:
        named = _named_fields(file, key, getattr(version, key))
        in_any = set().union(*named.values())
        used |= in_any
        for language, names in named.items():
            for name in sorted(in_any - names):
                problem = f"The field {{{name}}} is missing in {language}, and stands in another language."
                file.fault((key, language), problem, "Name the same fields in every language.")
            for name in sorted(names - declared):
                problem = f"The field {{{name}}} is not among `parameters`."
                file.fault((key, language), problem, "Declare it there, or correct its name.")
    for name in sorted(declared - used):
        file.fault(
            ("parameters", name), f"No text uses the field {{{name}}}.", "Use it in `requirement`, or remove it."
        )
    for key in WITHOUT_FIELDS:
        for language, words in getattr(version, key).items():
            if "{" in words or "}" in words:
                file.fault((key, language), "No field can stand here.", "Write it in words, without braces.")


def _named_fields(file: LibraryFile, key: str, text: Text) -> dict[str, set[str]]:
    """The fields that each language of a text names."""
    named = {}
    for language, words in text.items():
        try:
            named[language] = fields_of(words)
        except ValueError:
            file.fault((key, language), "A brace stands alone or holds no plain name.", "Write fields as {share}.")
    return named


def _figures_stand_in_fields(file: LibraryFile, version: Version, given: Given) -> None:
    for language, words in version.requirement.items():
        for figure in figures_outside_names(words, given.figures_in_names):
            problem = f"The figure {figure} stands outside a field."
            remedy = "Make it a {field} under `parameters`; if it is part of a name, add the name to checks.yaml."
            file.fault(("requirement", language), problem, remedy)


def _defaults_are_in_facts(file: LibraryFile, version: Version) -> None:
    for parameter in version.parameters:
        if parameter.fact is None or parameter.default is None:
            continue
        keys = ("parameters", parameter.name, "default")
        if not is_among(parameter.default, parameter.fact):
            problem = f"{parameter.default!r} is not among the figures of {parameter.fact.id}."
            figures = ", ".join(str(figure) for figure in parameter.fact.figures) or "no figure"
            file.fault(keys, problem, f"The fact has {figures}: write one of them, or leave `fact` out.")


def is_among(value: Figure, fact: Fact) -> bool:
    """Is this one of the fact's figures, or a text in which every number stands among them?"""
    if any(str(value).strip().casefold() == str(figure).strip().casefold() for figure in fact.figures):
        return True
    known = {number for figure in fact.figures for number in numbers_in(figure)}
    asked = numbers_in(value)
    if asked:
        return set(asked) <= known
    classes = [str(figure).casefold() for figure in fact.figures if not numbers_in(figure)]
    words = set(re.findall(r"\w+", str(value).casefold()))
    return not fact.figures or any(words & set(re.findall(r"\w+", one)) for one in classes)


def numbers_in(figure: Figure) -> list[float]:
    """The numbers a figure holds, whatever decimal sign it is written with."""
    if isinstance(figure, int | float):
        return [float(figure)]
    joined = re.sub(r"(?<=\d)[\u00a0\u202f ](?=\d{3}(?!\d))", "", figure)
    return [float(number.replace(",", ".")) for number in NUMBER.findall(joined)]


def _status_is_earned(file: LibraryFile, version: Version) -> None:
    is_next = version.day == date.max
    if is_next and version.status not in ("draft", "hearing"):
        file.fault(("status",), f"It is {version.status}, and has no day.", "Name the file by its day.")
    if not is_next and version.status == "hearing":
        file.fault(("status",), "A version of a day is not on hearing.", "Name the file draft.yaml.")
    if version.status == "published" and version.is_unconfirmed:
        rests = ", ".join(_unconfirmed(version))
        problem = f"It is published, and rests on what is not confirmed: {rests}."
        file.fault(("status",), problem, "Write `status: to-check` until an editor has read the source.")


def _unconfirmed(version: Version) -> Iterator[str]:
    for parameter in version.parameters:
        if _has_no_source(parameter):
            yield f"{{{parameter.name}}} without a fact"
    yield from (fact.id for fact in version.cited_facts if not fact.is_confirmed)


def _has_no_source(parameter: Parameter) -> bool:
    return parameter.default is not None and parameter.fact is None


def _kind_has_its_own(file: LibraryFile, version: Version) -> None:
    for kind, keys in OF_KIND.items():
        for key in keys:
            if version.kind != kind and file.has(key):
                file.fault((key,), f"`{key}` belongs to {kind} only.", f"Remove it; this is a {version.kind}.")
    if version.kind == "selection" and version.concerns != "supplier":
        file.fault(("concerns",), "A selection criterion concerns the supplier.", "Write `concerns: supplier`.")


def _days_are_in_order(file: LibraryFile, version: Version) -> None:
    if version.status in ("draft", "hearing"):
        return
    if version.review_by <= version.day:
        file.fault(("review_by",), f"{version.review_by} is not after {version.day}.", "Write a later day.")
    for index, label in enumerate(version.labels_accepted):
        if label.until and label.until < version.day:
            problem = f"{label.name} held until {label.until}, and this version is from {version.day}."
            file.fault(("labels_accepted", index), problem, "Name the label that came after it, or remove it.")


def _codes_are_within(file: LibraryFile, version: Version, groups: Sequence[Group]) -> None:
    covered = tuple(prefix_of(code) for group in groups for code in (*group.cpv, *group.cpv_also))
    for index, code in enumerate(version.applies_to if groups else ()):
        if not code.startswith(covered):
            problem = f"{code} is outside the codes of {', '.join(group.id for group in groups[:MOST_TOLD])}."
            file.fault(("applies_to", index), problem, "Name codes that the group covers, or none.")


def nynorsk_is_whole(file: LibraryFile, *, must: bool) -> None:
    """Nynorsk stands in every text of a file or in none; in all where the group promises it."""
    has = [keys for keys, text in file.texts_read if text.get("nn")]
    if not has and not must:
        return
    for keys, text in file.texts_read:
        if not text.get("nn"):
            file.fault(keys, "This text is missing in nynorsk, and others in the file have it.", "Write it in `nn`.")
