"""Problem rows: what could not be read, or contradicts itself. Nothing is dropped in silence."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

Severity = Literal["error", "warning", "info"]
MOST_PER_FILE = 200
"""A broken file may repeat one fault in every element; the rest is counted in one last row."""

LINK_CODES: dict[str, str] = {
    "duplicate-copy": "Another copy of the same publication is used; this one is kept in raw.",
    "same-id-other-notice": "Another publication carries the same identifier; this one got an addition to its key.",
}
LAW_CODES: dict[str, str] = {
    "judge-failed": "The law could not be applied to this notice; the message says where. Please report it.",
    "weight-contradicts-text": "The coded weight and the weight in the criterion's words differ.",
    "environment-code-contradicts-text": "A criterion with an environmental code is plainly about something else.",
    "statement-contradicts-text": "A statement's code and its words invoke different paths of the rule.",
    "exemption-without-text": "The exemption for standardised minimum requirements stands without its text.",
    "weights-do-not-sum": "The weights contradict each other.",
}
READING_CODES: dict[str, str] = {
    "empty-file": "The file holds nothing.",
    "too-large": "The file, or what it unpacks to, is larger than any notice.",
    "unsafe-xml": "The file declares a document type or entities; it was not opened.",
    "malformed-xml": "The file is not well-formed XML in its declared encoding.",
    "malformed-json": "The file is not valid JSON.",
    "unsupported-format": "The file is of a format that is not read yet; it is kept in raw.",
    "not-a-notice": "The file is XML, but no notice.",
    "unreadable-archive": "The archive, or a file in it, cannot be unpacked.",
    "unreadable-file": "The file cannot be opened.",
    "reader-failed": "The reader stopped on this file; the traceback stands in the message. Please report it.",
    "bad-notice-id": "The notice has no usable identifier; its bytes' digest is used.",
    "missing-version": "The notice has no version; 01 is used.",
    "missing-date": "The notice has no readable day of issue.",
    "bad-lot-id": "A lot has no identifier, or one that stands there twice.",
    "unknown-code": "A code is not in the list it should come from.",
    "unknown-list": "A code names a list that it cannot come from.",
    "misplaced-criterion": "A type of criterion stands where it has no meaning; it is not counted.",
    "withheld-amount": "An amount is withheld.",
    "bad-number": "A number cannot be read.",
    "unknown-weight-unit": "A weight's unit is not known; the number is not used.",
    "weight-without-unit": "A weight has no unit; the number is not used.",
    "several-weights": "A criterion has several weights; the first counts.",
    "mixed-weights": "Weights of several kinds stand in one lot.",
    "weights-sum": "The weights of a lot do not sum to 100 %.",
    "points-incomplete": "Some criteria of a lot have points and some have none.",
    "unknown-buyer": "A Norwegian buyer is not found in the register.",
    "missing-buyer": "The notice names no buyer that is among its organisations.",
    "bad-orgnr": "A Norwegian organisation number is not valid.",
    "more-problems": "The file has more problems than are listed.",
}
DOCUMENT_CODES: dict[str, str] = {
    "document-without-notice": "No notice in the store claims the document; it is kept in raw until one does.",
    "unreadable-document": "A tender document cannot be read; the message says why.",
    "document-without-text": "A tender document has pages without text, so that nothing could be read.",
    "document-reader-failed": "The reader of documents stopped; the trace stands in the message. Please report it.",
    "too-many-documents": "A notice has more documents than are read; the rest is kept in raw.",
    "documents-contradict": "Two places in the documents cannot both be right.",
    "document-lots-differ": "Notice and documents divide the purchase into different lots; some have no match.",
}
NEEDY_DOCUMENTS = ("document-without-notice", "unreadable-document", "document-without-text", "document-reader-failed",
                   "too-many-documents")  # fmt: skip
"""Codes of documents that were not read."""
CODES: dict[str, str] = READING_CODES | LINK_CODES | LAW_CODES | DOCUMENT_CODES


@dataclass(slots=True)
class Problems:
    """Collects one file's problem rows."""

    file: str
    sha256: str
    rows: list[dict[str, Any]] = field(default_factory=list)
    left_out: int = 0

    def add(self, code: str, field_name: str, message: str, severity: Severity = "warning") -> None:
        """Add one problem; beyond the bound only the count goes up."""
        if len(self.rows) >= MOST_PER_FILE:
            self.left_out += 1
            return
        self.rows.append(
            {
                "sha256": self.sha256,
                "position": len(self.rows),
                "file": self.file,
                "notice_id": None,
                "field": field_name,
                "code": code,
                "message": message[:2000],
                "severity": severity,
            }
        )

    def close(self, notice_id: str | None) -> list[dict[str, Any]]:
        """All rows, with the notice they belong to."""
        if self.left_out:
            last = dict(self.rows[-1], position=len(self.rows), code="more-problems", field="file", severity="info")
            self.rows.append(dict(last, message=f"{self.left_out} more problems in this file."))
            self.left_out = 0
        for row in self.rows:
            row["notice_id"] = notice_id
        return self.rows
