"""Files in the shape of Enhetsregisteret, with made-up units."""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
Record = dict[str, Any]


def numbers(start: int = 30_000_000) -> Iterator[str]:
    """Valid organisation numbers from a stretch that is not in use."""
    stem = start
    while True:
        stem += 1
        digits = [int(one) for one in f"{stem:08d}"]
        control = -sum(a * b for a, b in zip(digits, WEIGHTS, strict=True)) % 11
        if control < 10:
            yield f"{stem:08d}{control}"


def unit(orgnr: str, name: str, form: str, sector: str = "", **more: Any) -> Record:
    """A record as the bulk file has it today."""
    record: Record = {"organisasjonsnummer": orgnr, "navn": name.upper(),
                      "organisasjonsform": {"kode": form, "beskrivelse": ""}}  # fmt: skip
    if sector:
        record["institusjonellSektorkode"] = {"kode": sector, "beskrivelse": ""}
    if "municipality" in more:
        record["forretningsadresse"] = {"kommunenummer": more.pop("municipality"), "kommune": "", "landkode": "NO"}
    if "parent" in more:
        record["overordnetEnhet"] = more.pop("parent")
    return record | more


def older(record: Record) -> Record:
    """The same record in the older shape: codes without an object."""
    return record | {"organisasjonsform": record["organisasjonsform"]["kode"]}


def many_units(count: int, seed: int = 7) -> Iterator[Record]:
    """A country's worth: of ten units one state, four municipal, five that are none of ours."""
    dice = random.Random(seed)  # noqa: S311 - made-up data
    number = numbers()
    ministry, town = next(number), next(number)
    yield unit(ministry, "Departementet for prøver", "STAT", "6100", municipality="0301")
    yield unit(town, "Storprøve kommune", "KOMM", "6500", municipality="4601")
    for at in range(count - 2):
        orgnr, turn = next(number), at % 10
        place = dice.choice(("0301", "1103", "4601", "5001", "9999"))
        employees = dice.randrange(900)
        more = {"municipality": place, "antallAnsatte": employees, "hjemmeside": f"www.prove{at}.example"}
        if turn == 0:
            yield unit(orgnr, f"Prøveetaten {at}", "ORGL", "6100", parent=ministry, **more)
        elif turn in (1, 2):
            yield unit(orgnr, f"Prøveskole {at}", "ORGL", "6500", parent=town, **more)
        elif turn == 3:
            yield unit(orgnr, f"Prøvevann {at} IKS", "IKS", "1520", **more)
        elif turn == 4:
            yield older(unit(orgnr, f"Prøveby {at} Eiendom KF", "KF", "1510", parent=town, **more))
        elif turn in (5, 6):
            yield unit(orgnr, f"Ola Prøve {at}", "ENK", "8200", **more)
        else:
            yield unit(orgnr, f"Prøvefirma {at} AS", "AS", "2100", **more)


def write_bulk(path: Path, records: Iterator[Record] | list[Record], *, is_packed: bool = True) -> Path:
    """The records as the bulk download has them."""
    text = "[ " + ", ".join(json.dumps(one, ensure_ascii=False) for one in records) + " ]"
    path.write_bytes(gzip.compress(text.encode()) if is_packed else text.encode())
    return path


def write_json(path: Path, value: object) -> Path:
    """Any JSON file."""
    path.write_text(json.dumps(value, ensure_ascii=False), encoding="utf-8")
    return path
