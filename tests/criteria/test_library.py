from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from criteria import files
from dugnad.criteria import reading
from dugnad.criteria.kept import BrokenLibrary, Keeper
from dugnad.criteria.library import load_library, read_library
from dugnad.criteria.whole import check_criteria
from dugnad.errors import ContentError


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder with a sound library and nothing else."""
    monkeypatch.setattr("dugnad.content.content_folders", lambda: (tmp_path,))
    files.write_library(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("own")
def test_a_sound_library_has_no_fault_and_is_read_whole() -> None:
    library = load_library()

    assert check_criteria() == []
    assert list(library.criteria) == ["cleaning-one", "cleaning-other"]
    version = library.criteria["cleaning-one"].latest
    assert version.key == "cleaning-one@2026-11-22"
    assert version.parameters[0].fact == library.facts["cleaning/share"]
    assert version.languages == ("nb", "nn", "en")
    assert version.review_by == date(2027, 11, 30)


def test_a_version_with_a_fault_is_left_out_and_the_rest_is_read(own: Path) -> None:
    files.write(own, "cleaning/cleaning-one/2026-11-22.yaml", files.version(level="advanced"))

    reading = read_library()

    assert list(reading.library.criteria) == ["cleaning-other"]
    assert [(fault.file, fault.line) for fault in reading.faults] == [
        ("content/criteria/cleaning/cleaning-one/2026-11-22.yaml", 6)
    ]
    with pytest.raises(ContentError, match="advanced"):
        load_library()


def test_two_versions_hold_each_from_its_day(own: Path) -> None:
    later = files.version(changed=files.WORDS, status="to-check")
    files.write(own, "cleaning/cleaning-one/2027-01-10.yaml", later)

    criterion = load_library().criteria["cleaning-one"]

    assert check_criteria() == []
    assert [criterion.versions.at(date(2026, 12, 1)).status, criterion.latest.status] == ["published", "to-check"]  # type: ignore[union-attr]


def test_a_shared_criterion_is_of_all_its_groups(own: Path) -> None:
    shared = files.version(groups="all", facts=None, parameters=None, requirement=files.WORDS, conflicts_with=None)
    files.write(own, "shared/shared-one/2026-11-22.yaml", shared)

    library = load_library()

    assert library.criteria["shared-one"].groups == ("cleaning",)
    assert [one.id for one in library.of_group("cleaning")] == ["cleaning-one", "cleaning-other", "shared-one"]


def test_a_draft_is_no_version(own: Path) -> None:
    files.write(own, "cleaning/cleaning-one/draft.yaml", files.version(status="draft", changed=files.WORDS))

    library = load_library()

    assert library.drafts["cleaning-one"].status == "draft"
    assert library.criteria["cleaning-one"].latest.status == "published"


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_a_running_site_keeps_the_last_sound_library_and_tells_the_fault(own: Path) -> None:
    clock = Clock()
    keeper = Keeper(every=5, clock=clock)
    before = keeper.get()
    path = files.write(own, "cleaning/cleaning-one/2026-11-22.yaml", files.version(level="advanced level"))
    assert keeper.get() is before

    clock.now += 6
    broken = keeper.get()
    path.write_text(files.dumped(files.version(market="narrow")), encoding="utf-8")
    clock.now += 6
    mended = keeper.get()

    assert broken.library is before.library
    assert [fault.file for fault in broken.faults] == ["content/criteria/cleaning/cleaning-one/2026-11-22.yaml"]
    assert mended.faults == ()
    assert mended.library.criteria["cleaning-one"].latest.market == "narrow"


def test_a_first_start_on_broken_content_refuses_and_tells_every_fault(own: Path) -> None:
    for name in ("cleaning-one", "cleaning-other"):
        files.write(own, f"cleaning/{name}/2026-11-22.yaml", {"name": "x"})

    with pytest.raises(BrokenLibrary) as refused:
        Keeper().get()

    assert {fault.file.split("/")[3] for fault in refused.value.faults} == {"cleaning-one", "cleaning-other"}
    assert len(str(refused.value).splitlines()) == len(refused.value.faults)


def test_only_files_that_changed_are_read_as_yaml_again(own: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    load_library()
    read: list[Path] = []

    plain = reading.read_yaml
    monkeypatch.setattr(reading, "read_yaml", lambda path: read.append(path) or plain(path))
    changed = files.write(own, "cleaning/cleaning-one/2026-11-22.yaml", files.version(market="narrow"))

    load_library()

    assert read == [changed]
