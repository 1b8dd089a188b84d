"""The whole library read from content/criteria: groups, facts, criteria by dated version."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from dugnad.content import content_files, place
from dugnad.criteria.checks_file import Given, read_checks
from dugnad.criteria.criterion import (
    SHARED,
    Criterion,
    Fact,
    Group,
    Hearing,
    Label,
    Library,
    Reference,
    Source,
    Version,
)
from dugnad.criteria.group_file import read_group
from dugnad.criteria.hearing import hearing_faults, read_hearing
from dugnad.criteria.lists import read_facts, read_labels, read_references, read_sources, read_terms
from dugnad.criteria.reading import NAME, LibraryFile
from dugnad.criteria.version_file import Beside, read_version
from dugnad.dated import Dated
from dugnad.errors import ContentError

HOME = "criteria"
IN_GROUP = ("group.yaml", "facts.yaml")
DRAFT, HEARING = "draft", "hearing"
Read = TypeVar("Read")


@dataclass(frozen=True, slots=True)
class Reading:
    """What could be read, and every fault. Versions with a fault are left out of the library."""

    library: Library
    faults: tuple[ContentError, ...]
    given: Given


def load_library() -> Library:
    """The library as the content files say it; the first fault is raised."""
    reading = read_library()
    if reading.faults:
        raise reading.faults[0]
    return reading.library


def read_library() -> Reading:
    """Everything that can be read in content/criteria, with the faults beside it."""
    reader = _Reader()
    library = reader.library()
    return Reading(library, tuple(reader.faults), reader.given)


class _Reader:
    """Gathers the faults of all files."""

    def __init__(self) -> None:
        self.faults: list[ContentError] = []
        self.found: dict[str, Criterion] = {}
        self.drafts: dict[str, Version] = {}
        self.hearings: dict[str, Hearing] = {}
        self.given = Given()
        self.paths = {_relative(path): path for path in content_files(HOME, "*.yaml")}
        self.folders = sorted({relative.split("/")[0] for relative in self.paths if "/" in relative})

    def read(self, path: Path, reader: Callable[[LibraryFile], Read], empty: Read) -> Read:
        """One file through its reader; a file that cannot be opened gives `empty`."""
        try:
            file = LibraryFile(path)
        except ContentError as fault:
            self.faults.append(fault)
            return empty
        found = reader(file)
        self.faults += file.faults
        return found

    def listed(self, name: str, reader: Callable[[LibraryFile], dict[str, Read]]) -> dict[str, Read]:
        """One of the lists beside the groups; {} where the file is missing."""
        path = self.paths.get(f"{name}.yaml")
        if path is None:
            self.fault(f"{name}.yaml", "This content file is missing.", "Restore it from the repository.")
            return {}
        return self.read(path, reader, {})

    def fault(self, relative: str, problem: str, remedy: str, line: int | None = None) -> None:
        self.faults.append(ContentError(f"content/{HOME}/{relative}", line, problem, remedy))

    def library(self) -> Library:
        """All of it, read in the order in which the parts name each other."""
        terms = self.listed("terms", read_terms)
        checks = self.paths.get("checks.yaml")
        if checks:
            self.given = self.read(checks, read_checks, self.given)
        sources: dict[str, Source] = self.listed("sources", read_sources)
        labels: dict[str, Label] = self.listed("labels", read_labels)
        references: dict[str, Reference] = self.listed("references", read_references)
        facts: dict[str, Fact] = {}
        for folder in self.folders:
            path = self.paths.get(f"{folder}/facts.yaml")
            if path:
                facts |= self.read(path, partial(_facts, folder, sources), dict[str, Fact]())
        groups = self.groups()
        names = {folder: True for folder in self.folders if f"{folder}/group.yaml" in self.paths}
        beside = Beside(groups=groups, facts=facts, labels=labels, group_names=names)
        self.criteria(beside)
        self.unknown_files()
        self.hearings_agree()
        return Library(groups, self.found, facts, sources, labels, references, terms, self.drafts, self.hearings)

    def groups(self) -> dict[str, Group]:
        """Every folder with a group.yaml; a folder with criteria and none is a fault."""
        found: dict[str, Group] = {}
        for folder in self.folders:
            path = self.paths.get(f"{folder}/group.yaml")
            if path and folder == SHARED:
                self.fault(f"{folder}/group.yaml", "Shared criteria are no group.", "Remove this file.")
            elif path:
                group = self.read(path, read_group, None)
                if group:
                    found[group.id] = group
            elif folder != SHARED and any(relative.startswith(f"{folder}/") for relative in self.versions()):
                remedy = f"Write content/{HOME}/{folder}/group.yaml, or move the criteria to a group that has one."
                self.fault(folder, "This folder has criteria and no group.yaml.", remedy)
        return dict(sorted(found.items(), key=lambda item: (item[1].order, item[0])))

    def versions(self) -> list[str]:
        """The files three floors down: GROUP/ID/DAY.yaml, drafts and hearings among them."""
        return [relative for relative in self.paths if relative.count("/") == 2]  # noqa: PLR2004

    def criteria(self, beside: Beside) -> None:
        """Every criterion's folder with its versions; a folder's name is an id once in the library."""
        folders: dict[str, dict[str, list[str]]] = {}
        for relative in self.versions():
            home, id_, _ = relative.split("/")
            folders.setdefault(id_, {}).setdefault(home, []).append(relative)
        beside = replace(beside, ids=frozenset(folders))
        for id_, homes in sorted(folders.items()):
            first, *others = homes
            for home in others:
                self.fault(
                    f"{home}/{id_}", f"The id {id_} is taken by {first}/{id_}.", "Give this folder another name."
                )
            if not NAME.fullmatch(id_):
                remedy = "Use small letters a-z, digits and -."
                self.fault(f"{first}/{id_}", f'"{id_}" cannot name a criterion.', remedy)
            self.criterion(first, id_, sorted(homes[first]), beside)

    def criterion(self, home: str, id_: str, files: list[str], beside: Beside) -> None:
        """One folder: its dated versions, its draft."""
        versions: dict[date, Version] = {}
        groups: tuple[str, ...] = ()
        for relative in files:
            stem = relative.rsplit("/", 1)[1].removesuffix(".yaml")
            day = date.max if stem in (DRAFT, HEARING) else _day(stem)
            if day is None:
                remedy = "Name a version by its day, as 2026-11-22.yaml; the next one draft.yaml."
                self.fault(relative, f'"{stem}" is no day.', remedy, line=1)
            if stem == HEARING:
                self.hearing(id_, relative)
            if day is None or stem == HEARING:
                continue
            read = self.read(self.paths[relative], partial(self.version, home, id_, day, beside), None)
            if read and stem == DRAFT:
                self.drafts[id_] = read[0]
            elif read:
                versions[day], groups = read
        if versions:
            self.found[id_] = Criterion(id_, home, groups, Dated.of(versions))

    def version(
        self, home: str, id_: str, day: date, beside: Beside, file: LibraryFile
    ) -> tuple[Version, tuple[str, ...]] | None:
        """One version's file."""
        return read_version(file, home, id_, day, beside, self.given)

    def hearing(self, id_: str, relative: str) -> None:
        """The hearing of the folder's draft."""
        found = self.read(self.paths[relative], partial(read_hearing, id_), None)
        if found:
            self.hearings[id_] = found

    def hearings_agree(self) -> None:
        """What a hearing, the draft and the versions say of each other."""
        for id_, hearing in self.hearings.items():
            versions = self.found[id_].versions if id_ in self.found else None
            self.faults += hearing_faults(hearing, self.drafts.get(id_), versions)
        for id_, draft in self.drafts.items():
            if draft.status == "hearing" and id_ not in self.hearings:
                remedy = "Write hearing.yaml beside it, or `status: draft`."
                self.faults.append(ContentError(draft.file, None, "It is on hearing, and there is no hearing.", remedy))

    def unknown_files(self) -> None:
        """A file where none is read would be silently left out."""
        for relative in self.paths:
            parts = relative.split("/")
            is_group = {f"{parts[0]}/group.yaml", f"{parts[0]}/facts.yaml"} & self.paths.keys()
            if len(parts) > 3 or (len(parts) == 2 and is_group and parts[1] not in IN_GROUP):  # noqa: PLR2004
                remedy = "A group has group.yaml and facts.yaml; a criterion is a folder GROUP/ID with its days."
                self.fault(relative, "Nothing reads this file.", remedy, line=1)


def _facts(folder: str, sources: dict[str, Source], file: LibraryFile) -> dict[str, Fact]:
    return read_facts(file, folder, sources)


def _relative(path: Path) -> str:
    return place(path).removeprefix(f"content/{HOME}/")


def _day(stem: str) -> date | None:
    try:
        day = date.fromisoformat(stem)
    except ValueError:
        return None
    return day if day.isoformat() == stem else None
