from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from criteria import files
from dugnad.criteria.library import load_library, read_library

HEARING = "cleaning/cleaning-one/hearing.yaml"
DRAFT = "cleaning/cleaning-one/draft.yaml"
LATER = "cleaning/cleaning-one/2027-03-01.yaml"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A content folder with a sound library and nothing else."""
    monkeypatch.setattr("dugnad.content.content_folders", lambda: (tmp_path,))
    files.write_library(tmp_path)
    return tmp_path


def day(text: str) -> date:
    return date.fromisoformat(text)


def comment(**changes: Any) -> dict[str, Any]:
    told = {"on": day("2027-01-20"), "from": "leverandør", "text": "For strengt.", "answer": "Nei.",
            "answered_on": day("2027-02-20"), **changes}  # fmt: skip
    return {key: value for key, value in told.items() if value is not None}


def decision(**changes: Any) -> dict[str, Any]:
    told = {"on": day("2027-02-25"), "by": "redaksjonen", "outcome": "published", "says": files.WORDS,
            "version": day("2027-03-01"), **changes}  # fmt: skip
    return {key: value for key, value in told.items() if value is not None}


def write_hearing(own: Path, *comments: dict[str, Any], **more: Any) -> None:
    told = {"opened": day("2027-01-10"), "closes": day("2027-02-10"), "comments": list(comments), **more}
    files.write(own, HEARING, told)


def write_draft(own: Path, status: str = "hearing") -> None:
    files.write(own, DRAFT, files.version(status=status, changed=files.WORDS))


def problems() -> list[str]:
    return [fault.problem for fault in read_library().faults]


def test_an_open_hearing_has_a_draft_and_comments_that_wait_for_an_answer(own: Path) -> None:
    write_draft(own)
    write_hearing(own, comment(answer=None, answered_on=None))

    hearing = load_library().hearings["cleaning-one"]

    assert [hearing.is_open(day(on)) for on in ("2027-01-09", "2027-01-10", "2027-02-10", "2027-02-11")] == [
        False, True, True, False,
    ]  # fmt: skip
    assert [(one.by, one.answer) for one in hearing.comments] == [("leverandør", "")]


def test_a_decided_hearing_leads_to_the_version_of_its_day(own: Path) -> None:
    write_hearing(own, comment(), decision=decision())
    files.write(own, LATER, files.version(changed=files.WORDS, status="to-check"))

    library = load_library()

    assert library.hearings["cleaning-one"].decision.version == day("2027-03-01")  # type: ignore[union-attr]
    assert library.criteria["cleaning-one"].latest.day == day("2027-03-01")
    assert not library.hearings["cleaning-one"].is_open(day("2027-01-20"))


def test_a_decision_needs_every_comment_answered(own: Path) -> None:
    write_hearing(own, comment(answer=None, answered_on=None), decision=decision())
    files.write(own, LATER, files.version(changed=files.WORDS, status="to-check"))

    assert problems() == ["It is decided, and this comment is not answered."]


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"decision": decision(on=day("2027-01-15"))}, "The decision is from before the hearing closed."),
        ({"decision": decision(version=None)},
         "A decision to publish names the version's day, and a decision to drop names none."),
        ({"decision": decision(outcome="dropped")},
         "A decision to publish names the version's day, and a decision to drop names none."),
        ({"closes": day("2027-01-01")}, "It closes on 2027-01-01, before it opens."),
        ({"comments": [comment(**{"from": "kari@example.org"})]}, "An address or a telephone number stands here."),
        ({"comments": [comment(on=day("2026-01-01"))]}, "2026-01-01 is outside the hearing."),
        ({"comments": [comment(answered_on=None)]}, "`answer` and `answered_on` belong together."),
        ({"comments": "none"}, "`comments` is not a list."),
        ({"colour": "red"}, '"colour" is not a known name here.'),
    ],
)  # fmt: skip
def test_a_hearing_that_cannot_be_is_told(own: Path, more: dict[str, Any], expected: str) -> None:
    write_draft(own)
    write_hearing(own, **more)

    assert expected in problems()


@pytest.mark.parametrize(
    ("status", "expected"),
    [("draft", "A hearing is open, and it is draft."), ("published", "It is published, and has no day.")],
)
def test_the_draft_of_an_open_hearing_is_on_hearing(own: Path, status: str, expected: str) -> None:
    write_draft(own, status)
    write_hearing(own)

    assert expected in problems()


def test_a_draft_on_hearing_needs_the_hearing_and_the_other_way(own: Path) -> None:
    write_draft(own)
    alone = problems()
    (own / "criteria" / DRAFT).unlink()
    write_hearing(own)

    assert alone == ["It is on hearing, and there is no hearing."]
    assert problems() == ["There is no draft.yaml to comment on."]
