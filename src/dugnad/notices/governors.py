"""Which Statsforvalter office covers a county: some cover several, so that none of them is the office's own."""

from __future__ import annotations

from functools import cache

from dugnad.content import content_path, place, read_csv
from dugnad.eforms.codelists import header_faults, numbered
from dugnad.errors import ContentError

FILE = "codelists/counties/governors.csv"
COUNTIES = "codelists/counties/counties.csv"
COLUMNS = ("county", "governor", "since")
GOVERNOR = "governor"
"""The kind of such a body."""


@cache
def governors() -> dict[str, str]:
    """The office's name by county number."""
    return {row["county"]: row["governor"] for row in read_csv(content_path(FILE))}


def governor_of(county: str) -> str:
    """The name of the office that covers the county; "" for what is no county."""
    return governors().get(county, "")


def check_governors() -> list[ContentError]:
    """Each county of today has one office, which the register knows."""
    from dugnad.notices.register import load_register  # noqa: PLC0415 - reads every body

    path = content_path(FILE)
    if faults := header_faults(path, COLUMNS):
        return faults
    register = load_register()
    offices = {
        one.name for one in (*register.bodies, *register.without_number) if one.kind == GOVERNOR and not one.until
    }
    counties = {row["number"] for row in read_csv(content_path(COUNTIES))}
    seen: set[str] = set()
    for line, row in numbered(path):
        if row["county"] not in counties or row["county"] in seen:
            problem = f"{row['county']} is no county, or stands twice."
            faults.append(ContentError(place(path), line, problem, "Write each county of counties.csv once."))
        if row["governor"] not in offices:
            problem = f"{row['governor']} is no Statsforvalter in the register."
            faults.append(ContentError(place(path), line, problem, "Write the name as in codelists/bodies/state.csv."))
        seen.add(row["county"])
    missing = ", ".join(sorted(counties - seen))
    if missing:
        faults.append(ContentError(place(path), None, f"No office covers {missing}.", "Add a row for each county."))
    return faults
