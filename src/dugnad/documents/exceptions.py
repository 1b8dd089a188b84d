"""What the documents say of two duties beside the climate rule: an exception for vehicles, and why there is one lot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dugnad.documents.document import Document
from dugnad.documents.passage import passages
from dugnad.documents.phrases import finds, patterns
from dugnad.documents.sentences import sentences


def claimed_exception(documents: Sequence[Document]) -> str:
    """The first sentence that claims an exception from the rules on vehicles, in its own words; empty where none does.

    Telling that there are exceptions, or asking the supplier for one, claims nothing.
    """
    claims = (text for text in _texts(documents) if finds(patterns("vehicles_exception"), text))
    return next((text for text in claims if not finds(patterns("conditional"), text)), "")


def reasons_for_one_lot(documents: Sequence[Document]) -> bool | None:
    """True where the documents say why the procurement is not divided; None where they are silent (FOA § 19-4)."""
    return True if any(finds(patterns("one_lot"), text) for text in _texts(documents)) else None


def _texts(documents: Sequence[Document]) -> Iterator[str]:
    return (one.text for passage in passages(documents) for one in sentences(passage.text))
