"""A criterion's way in files: draft.yaml, hearing.yaml with dated comments and answers, decision, version by day."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dugnad.criteria.criterion import Comment, Decision, Hearing, Version
from dugnad.criteria.reading import LibraryFile, fault_at
from dugnad.dated import Dated
from dugnad.errors import ContentError

KEYS = {"opened", "closes", "comments", "decision"}
OUTCOMES = ("published", "dropped")
A_PERSON = re.compile(r"\S+@\S+|\+?\d[\d ]{7,}\d")
"""An address or a telephone number: a comment is shown by role, never by person."""
REMEDY = 'Write a role or a kind of organisation, such as "leverandør" or "kommune".'


def read_hearing(criterion: str, file: LibraryFile) -> Hearing:
    """The hearing as its file says it; whether every comment is answered and the days are in order."""
    file.only((), KEYS)
    opened, closes = file.day("opened"), file.day("closes")
    comments = tuple(_comment(file, index) for index in range(file.rows("comments")))
    hearing = Hearing(criterion, file.place, opened, closes, comments, _decision(file))
    if not file.faults:
        _days_are_in_order(file, hearing)
        _all_are_answered(file, hearing)
    return hearing


def _comment(file: LibraryFile, index: int) -> Comment:
    place = ("comments", index)
    file.only(place, {"on", "from", "text", "answer", "answered_on"})
    by, text, answer = file.text(*place, "from"), file.text(*place, "text"), file.text_or_none(*place, "answer")
    for key, words in (("from", by), ("text", text), ("answer", answer)):
        if A_PERSON.search(words):
            file.fault((*place, key), "An address or a telephone number stands here.", REMEDY)
    return Comment(file.day(*place, "on"), by, text, answer, file.day_or_none(*place, "answered_on"))


def _decision(file: LibraryFile) -> Decision | None:
    if not file.has("decision"):
        return None
    file.only(("decision",), {"on", "by", "outcome", "says", "version"})
    return Decision(
        file.day("decision", "on"),
        file.text("decision", "by"),
        file.one_of(OUTCOMES, "decision", "outcome"),
        file.words("decision", "says"),
        file.day_or_none("decision", "version"),
    )


def _days_are_in_order(file: LibraryFile, hearing: Hearing) -> None:
    if hearing.closes < hearing.opened:
        file.fault(("closes",), f"It closes on {hearing.closes}, before it opens.", "Write a later day.")
    for index, one in enumerate(hearing.comments):
        place = ("comments", index)
        if not hearing.opened <= one.on <= hearing.closes:
            file.fault((*place, "on"), f"{one.on} is outside the hearing.", "Write the day the comment came.")
        if bool(one.answer) != bool(one.answered_on):
            file.fault(place, "`answer` and `answered_on` belong together.", "Write both, or neither.")
        if one.answered_on and one.answered_on < one.on:
            file.fault((*place, "answered_on"), "It is answered before it came.", "Write a later day.")
    if hearing.decision and hearing.decision.on < hearing.closes:
        remedy = "Decide after the hearing has closed, or close it earlier."
        file.fault(("decision", "on"), "The decision is from before the hearing closed.", remedy)


def _all_are_answered(file: LibraryFile, hearing: Hearing) -> None:
    decision = hearing.decision
    for index, one in enumerate(hearing.comments):
        if decision and not one.answer:
            file.fault(("comments", index), "It is decided, and this comment is not answered.", "Answer it first.")
    if decision and (decision.outcome == "published") != (decision.version is not None):
        problem = "A decision to publish names the version's day, and a decision to drop names none."
        file.fault(("decision", "version"), problem, "Write `version: 2026-12-20`, or remove it.")


def hearing_faults(hearing: Hearing, draft: Version | None, versions: Dated[Version] | None) -> Iterator[ContentError]:
    """What the hearing, the draft and the published versions must agree on."""
    decision = hearing.decision
    if decision is None:
        if draft is None:
            yield fault_at(hearing.file, (), "There is no draft.yaml to comment on.", "Write the draft beside it.")
        elif draft.status != "hearing":
            yield fault_at(draft.file, ("status",), f"A hearing is open, and it is {draft.status}.", "Write hearing.")
        return
    if draft is not None:
        yield fault_at(draft.file, (), "The hearing is decided.", "Remove the draft; start the next one anew.")
    if decision.version is None:
        return
    if versions is None or decision.version not in versions.days:
        problem = f"It is decided to publish, and there is no version of {decision.version}."
        yield fault_at(hearing.file, ("decision", "version"), problem, "Name the draft by that day.")
    if decision.version < decision.on:
        problem = f"The version of {decision.version} is from before the decision."
        yield fault_at(hearing.file, ("decision", "version"), problem, "Publish on the day of the decision or later.")
