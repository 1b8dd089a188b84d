"""Criteria as CSV: one row a criterion, UTF-8 with a mark so that spreadsheets show Norwegian letters."""

from __future__ import annotations

import csv
from io import StringIO

from dugnad.criteria.entry_rows import COLUMNS, header, row_of, safe
from dugnad.criteria.tender import TenderText


def csv_rows(text: TenderText) -> bytes:
    """The criteria of the text; the buyer's own award criteria come last, with name and weight alone."""
    made = StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(header(text.language))
    for entry in text.entries:
        row = row_of(entry, text.language)
        writer.writerow([row[name] for name in COLUMNS])
    for number, name, weight in text.weights[len(text.weights) - len(text.own) :]:
        own = {"number": number, "name": safe(name), "weight_percent": weight}
        writer.writerow([own.get(column, "") for column in COLUMNS])
    return b"\xef\xbb\xbf" + made.getvalue().encode()
