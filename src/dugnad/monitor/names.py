"""What people call the places that results have codes for."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pyarrow.parquet as pq

from dugnad.content import content_path, read_csv
from dugnad.monitor.engine import generation
from dugnad.monitor.results import DEMO, REAL

NATION = {"nb": "Norge", "nn": "Noreg", "en": "Norway"}
DEMONSTRATION = {"nb": "Demonstrasjon", "nn": "Demonstrasjon", "en": "Demonstration"}
UNKNOWN = {"nb": "ukjent", "nn": "ukjent", "en": "unknown"}
KINDS = {
    "ministry": ("departement", "departement", "ministry"),
    "state-agency": ("statlig virksomhet", "statleg verksemd", "state agency"),
    "state-enterprise": ("statlig foretak", "statleg føretak", "state enterprise"),
    "health": ("helseforetak", "helseføretak", "health trust"),
    "county": ("fylkeskommune", "fylkeskommune", "county council"),
    "municipality": ("kommune", "kommune", "municipality"),
    "municipal-enterprise": ("kommunalt foretak", "kommunalt føretak", "municipal enterprise"),
    "inter-municipal": ("interkommunalt samarbeid", "interkommunalt samarbeid", "inter-municipal body"),
    "governor": ("statsforvalter", "statsforvaltar", "county governor"),
    "association": ("sammenslutning", "samanslutning", "association"),
    "other": ("annen", "annan", "other"),
}
LANGUAGES = ("nb", "nn", "en")


def place_names(places: Iterable[tuple[str, str]], *, store: Path, language: str) -> dict[tuple[str, str], str]:
    """Names for these (scope, code) pairs; a place without a name keeps its code."""
    wanted = list(places)
    bodies = body_names(store) if any(scope == "body" for scope, _ in wanted) else {}
    counties = county_names() if any(scope == "county" for scope, _ in wanted) else {}
    return {(scope, code): place_name(scope, code, bodies, counties, language) for scope, code in wanted}


def place_name(scope: str, code: str, bodies: dict[str, str], counties: dict[str, str], language: str) -> str:
    """One place's name, marked where it is a demonstration."""
    if scope == "nation":
        return {REAL: NATION, DEMO: DEMONSTRATION}[code][language]
    bare = code.removeprefix(f"{DEMO}-")
    if bare == "unknown":
        name = UNKNOWN[language]
    elif scope == "kind":
        name = KINDS[bare][LANGUAGES.index(language)] if bare in KINDS else bare
    else:
        name = {"body": bodies, "county": counties}.get(scope, {}).get(bare, bare)
    return f"{name} ({DEMO})" if bare != code else name


def county_names() -> dict[str, str]:
    """County numbers to names."""
    return {row["number"]: row["name"] for row in read_csv(content_path("codelists/counties/counties.csv"))}


def body_names(store: Path) -> dict[str, str]:
    """Organisation numbers to the names in the store's register."""
    files = sorted((generation(store) / "tables" / "body").glob("*.parquet"))
    found: dict[str, str] = {}
    for file in files:
        table = pq.read_table(file, columns=["orgnr", "name"])
        found |= {row["orgnr"]: row["name"] or row["orgnr"] for row in table.to_pylist()}
    return found
