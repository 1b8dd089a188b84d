"""The kind of body that a name speaks of, held against every name in the register."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from dugnad.content import content_path, read_csv
from dugnad.law.buyer_words import check_buyer_words, kind_of_name

BODIES = ("state", "counties", "former_municipalities", "others")
NAMES_OF_ANOTHER_TIME = {"Oslo fylkeskommune"}
"""Names under which a body of another kind was once known."""


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Fjordvik kommune", "municipality"),
        ("FJORDVIK KOMMUNE", "municipality"),
        ("Fjordvik kommune, renovasjonsetaten", "municipality"),
        ("Fjordvik herad", "municipality"),
        ("Fjordvik Municipality", "municipality"),
        ("Fjellvik fylkeskommune", "county"),
        ("Fjellvik County Council", "county"),
        ("Direktoratet for fyrlykter", "state-agency"),
        ("Fyrlyktdirektoratet", "state-agency"),
        ("Universitetet i Fjordvik", "state-agency"),
        ("Norwegian Agency for Lighthouses", "state-agency"),
        ("Directorate of Lighthouses", "state-agency"),
        ("Norwegian Lighthouse Survey", "state-agency"),
        ("Fyrlykt- og havnedepartementet", "ministry"),
        ("Ministry of Lighthouses", "ministry"),
        ("Statsforvalteren i Fjellvik", "governor"),
        ("Fjordvik sykehus HF", "health"),
        ("Helseforetaket Fjordvik", "health"),
        ("Fjordvik Avfall IKS", "inter-municipal"),
        ("Innkjøpssamarbeidet i Fjordregionen", "inter-municipal"),
        ("Fjordvik Eiendom KF", "municipal-enterprise"),
        ("Fyrlykter SF", "state-enterprise"),
        ("Fjordvik Kommunale Boliger AS", None),
        ("Fjordvik kommune Parkering AS", None),
        ("Fjordvik folkehøgskole", None),
        ("Fjordvik Refugee Council", None),
        ("Fjordvik sykehus", None),
        ("NAV", "state-agency"),
        ("Nav hjelpemiddelsentral Fjellvik", "state-agency"),
        ("NAV Fjordvik kommune", "municipality"),
        ("Navigasjonsselskapet Fjordvik", None),
        ("Arbeids- og velferdsetaten", "state-agency"),
        ("FORSVARET", "state-agency"),
        ("Forsvaret v/Forsvarets logistikkorganisasjon", "state-agency"),
        ("Politiet", "state-agency"),
        ("Norges Bank", "state-agency"),
        ("Husbanken", "state-agency"),
        ("Sikt – Kunnskapssektorens tjenesteleverandør", "state-agency"),
        ("Departementenes sikkerhets- og serviceorganisasjon", "state-agency"),
        ("Siktverkstedet Fjordvik", None),
        ("", None),
        ("«»", None),
    ],
)
def test_name_speaks_of_a_kind(name: str, kind: str | None) -> None:
    assert kind_of_name(name) == kind


def named_bodies() -> Iterator[tuple[str, str]]:
    """Every name of every body in the register, with the kind the register gives it."""
    files = [content_path(f"codelists/bodies/{name}.csv") for name in BODIES]
    for row in (row for file in files for row in rows_of(file)):
        for name in (row["name"], row["name_nn"], row["name_en"], *row["also"].split("|")):
            if name and name not in NAMES_OF_ANOTHER_TIME:
                yield name, row["kind"]


def rows_of(file: Path) -> Iterator[dict[str, str]]:
    return ({"kind": "municipality", "name_nn": "", "name_en": "", "also": ""} | row for row in read_csv(file))


def test_no_name_in_the_register_is_taken_for_another_kind() -> None:
    wrong = [
        (name, kind, kind_of_name(name)) for name, kind in named_bodies() if kind_of_name(name) not in (None, kind)
    ]

    assert wrong == []


def test_most_full_names_in_the_register_are_understood() -> None:
    said = Counter((kind, kind_of_name(name) == kind) for name, kind in named_bodies())

    kinds = ("county", "governor", "ministry", "inter-municipal")
    shares = {kind: said[kind, True] / (said[kind, True] + said[kind, False]) for kind in kinds}
    assert {kind: share > 0.7 for kind, share in shares.items()} == dict.fromkeys(kinds, True)


def test_shipped_words_have_no_faults() -> None:
    assert check_buyer_words() == []


def test_faulty_words_are_told_with_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "law" / "scope" / "buyer-words.yaml"
    file.parent.mkdir(parents=True)
    shipped = content_path("law/scope/buyer-words.yaml").read_text(encoding="utf-8")
    file.write_text(shipped.replace("kind: county, as: word", "kind: shire, as: word"), encoding="utf-8")
    line = next(number for number, text in enumerate(shipped.splitlines(), 1) if "kind: county, as: word" in text)
    monkeypatch.setenv("DUGNAD_CONTENT", str(tmp_path))

    (fault,) = check_buyer_words()

    assert (fault.line, fault.problem.startswith("`groups.")) == (line, True)
