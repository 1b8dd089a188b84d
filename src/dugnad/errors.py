"""Every error that dugnad raises on purpose. A message names the place and the remedy."""

from __future__ import annotations


class DugnadError(Exception):
    """Something that a person can put right; doors print it without a traceback."""


class ContentError(DugnadError):
    """A content file says something that cannot be used."""

    def __init__(self, file: str, line: int | None, problem: str, remedy: str) -> None:
        self.file, self.line, self.problem, self.remedy = file, line, problem, remedy
        place = file if line is None else f"{file}, line {line}"
        super().__init__(f"{place}: {problem} {remedy}".strip())


class NoticeError(DugnadError):
    """A notice cannot be read; `code` is the problem row's code."""

    def __init__(self, notice: str, field: str, problem: str, *, code: str = "unreadable") -> None:
        self.notice, self.field, self.problem, self.code = notice, field, problem, code
        super().__init__(f"{notice}: {field}: {problem}")


class DocumentError(DugnadError):
    """A tender document cannot be read; `code` says why in one word, `remedy` what the person can do."""

    def __init__(self, file: str, problem: str, remedy: str, code: str = "unreadable") -> None:
        self.file, self.problem, self.remedy, self.code = file, problem, remedy, code
        super().__init__(f"{file}: {problem} {remedy}".strip())


class CheckError(DugnadError):
    """Files that cannot be checked together; `code` says why in one word."""

    def __init__(self, problem: str, code: str) -> None:
        self.code = code
        super().__init__(problem)


class StoreError(DugnadError):
    """The store cannot be opened or written; nothing half-written is left behind."""


class RegisterError(DugnadError):
    """A file of the register cannot be read; nothing was changed. `code` says why in one word."""

    def __init__(self, file: str, place: str, problem: str, remedy: str, code: str = "unreadable") -> None:
        self.file, self.place, self.problem, self.remedy, self.code = file, place, problem, remedy, code
        where = f"{file}, {place}" if place else file
        super().__init__(f"{where}: {problem} {remedy} Nothing was changed.")


class NotAllowed(DugnadError):
    """This person may not do this."""

    def __init__(self, who: str, what: str) -> None:
        self.who, self.what = who, what
        super().__init__(f"{who} may not {what}")


class NotDecidable(DugnadError):
    """A rule cannot be decided because something is missing (a fact, or a number in content/law)."""

    def __init__(self, rule: str, missing: str) -> None:
        self.rule, self.missing = rule, missing
        super().__init__(f"{rule} cannot be decided: {missing} is missing")


class Refused(DugnadError):
    """A deed that cannot be done as asked: `code` says why in one word, `field` which field to mend ("" for all).

    `facts` stand in the words that tell it.
    """

    def __init__(self, code: str, problem: str, *, field: str = "", **facts: str) -> None:
        self.code, self.field, self.problem, self.facts = code, field, problem, facts
        super().__init__(problem)
