"""Every shape of Enhetsregisteret's files; files that are damaged or something else."""

from __future__ import annotations

import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dugnad.errors import RegisterError
from dugnad.register import stream
from dugnad.register.reading import read_entries
from dugnad.register.unit import Pointer, Removal, Unit, Unreadable, looks_official
from register.made import many_units, numbers, older, unit, write_bulk, write_json

NUMBER = numbers()
AGENCY, TOWN, SCHOOL = next(NUMBER), next(NUMBER), next(NUMBER)
RECORDS = [
    unit(AGENCY, "Prøveetaten", "ORGL", "6100", parent=TOWN, antallAnsatte=12, hjemmeside="www.prove.example",
         maalform="Nynorsk", registreringsdatoEnhetsregisteret="1999-02-03"),
    unit(TOWN, "Prøve kommune", "KOMM", "6500", municipality="4601"),
]  # fmt: skip


def told(path: Path) -> list[Any]:
    return list(read_entries(path))


def names(path: Path) -> list[str]:
    return [entry.name for entry in told(path) if isinstance(entry, Unit)]


def test_a_unit_is_read_field_by_field(tmp_path: Path) -> None:
    path = write_bulk(tmp_path / "bulk.json.gz", RECORDS)

    found = told(path)[0]

    assert found == Unit(
        orgnr=AGENCY, name="PRØVEETATEN", form="ORGL", sector="6100", parent=TOWN, employees=12,
        website="https://www.prove.example", language="nn", since=date(1999, 2, 3),
    )  # fmt: skip


@pytest.mark.parametrize(
    "value",
    [
        RECORDS,
        [older(one) for one in RECORDS],
        {"_embedded": {"enheter": RECORDS}, "page": {"number": 0, "totalPages": 1}},
        {"note": "a sample", "enheter": RECORDS},
        {"_embedded": {"oppdaterteEnheter": [
            {"organisasjonsnummer": one["organisasjonsnummer"], "endringstype": "Ny", "enhet": one} for one in RECORDS
        ]}},
    ],
    ids=["array", "older", "search", "sample", "updates"],
)  # fmt: skip
def test_every_shape_gives_the_same_units(tmp_path: Path, value: object) -> None:
    assert names(write_json(tmp_path / "file.json", value)) == ["PRØVEETATEN", "PRØVE KOMMUNE"]


def test_one_unit_alone_and_an_answer_without_hits(tmp_path: Path) -> None:
    assert names(write_json(tmp_path / "one.json", RECORDS[0])) == ["PRØVEETATEN"]
    assert told(write_json(tmp_path / "none.json", {"page": {"totalElements": 0}, "_links": {}})) == []


def test_updates_tell_of_ends_and_of_units_that_must_be_fetched(tmp_path: Path) -> None:
    updates = [
        {"organisasjonsnummer": AGENCY, "endringstype": "Sletting", "dato": "2026-03-04T05:06:07.000Z"},
        {"organisasjonsnummer": TOWN, "endringstype": "Fjernet", "dato": "2026-03-05"},
        {"organisasjonsnummer": SCHOOL, "endringstype": "Endring", "dato": "2026-03-06"},
    ]

    found = told(write_json(tmp_path / "updates.json", {"_embedded": {"oppdaterteEnheter": updates}}))

    assert found == [Removal(AGENCY, date(2026, 3, 4)), Removal(TOWN, date(2026, 3, 5)), Pointer(SCHOOL)]


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"organisasjonsnummer": "123456789"}, "bad-number"),
        ({"organisasjonsnummer": None}, "bad-number"),
        ({"navn": ""}, "bad-name"),
        ({"navn": 12345}, "bad-name"),
        ({"navn": ["Etaten"]}, "bad-name"),
        ({"navn": "\u200b\u202e "}, "bad-name"),
        ({"navn": "x" * 201}, "bad-name"),
        ({"slettedato": "i fjor"}, "bad-date"),
        ({"slettedato": 7}, "bad-date"),
    ],
)
def test_a_record_that_cannot_be_used_is_told_with_its_place(tmp_path: Path, change: Any, reason: str) -> None:
    path = write_json(tmp_path / "file.json", [RECORDS[1], RECORDS[0] | change])

    assert told(path)[1] == Unreadable(reason, "record 2")


def test_fields_of_the_wrong_kind_are_left_out_and_text_is_cleaned(tmp_path: Path) -> None:
    odd = {"navn": "Prøve\u0000\u202e\u2066etaten\x9b\n", "organisasjonsform": ["ORGL"],
           "institusjonellSektorkode": {"kode": {}},
           "antallAnsatte": -4, "hjemmeside": "javascript:alert(1)", "epostadresse": "ola.nordmann@example.no",
           "forretningsadresse": "Oslo", "maalform": 3}  # fmt: skip

    found = told(write_json(tmp_path / "file.json", [RECORDS[0] | odd]))[0]

    assert found == Unit(orgnr=AGENCY, name="Prøve etaten", parent=TOWN, since=date(1999, 2, 3))


@pytest.mark.parametrize(
    ("content", "place"),
    [
        (b"", "broken.json:"),
        (b"hello", "broken.json:"),
        (b"[1]", "record 1"),
        (b'[{"organisasjonsnummer": "1"}', "record 2"),
        (b'[{"organisasjonsnummer": "1"} {}]', "record 2"),
        (b"[{]", "record 1"),
        (b"[] []", "record 1"),
        (b'{"a": 1}', "broken.json:"),
        (b'{"a": ', "line 1"),
        (b'["\xff"]', "near byte"),
        (gzip.compress(json.dumps(RECORDS).encode())[:-20], "near byte"),
        (b"\x1f\x8bxxxxxxxxxxxxxxxxx", "near byte"),
        (b"orgnr;navn\n1;2\n", "line 1"),
        (b"[" * 100_000, "record 1"),
    ],
)
def test_a_damaged_file_is_told_with_place_and_remedy(tmp_path: Path, content: bytes, place: str) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(content)

    with pytest.raises(RegisterError) as error:
        told(path)

    assert (place in str(error.value), error.value.remedy != "", "Nothing was changed" in str(error.value)) == (
        True, True, True,
    )  # fmt: skip


def test_the_longest_files_are_read_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write_bulk(tmp_path / "bulk.json", many_units(50), is_packed=False)
    whole = told(path)

    monkeypatch.setattr(stream, "PIECE", 7)

    assert told(path) == whole


def test_progress_ends_at_the_files_length(tmp_path: Path) -> None:
    path = write_bulk(tmp_path / "bulk.json.gz", many_units(500))
    noted: list[tuple[int, int]] = []

    list(read_entries(path, lambda done, total: noted.append((done, total))))

    assert noted[-1] == (path.stat().st_size, path.stat().st_size)


@settings(max_examples=120, deadline=None)
@given(data=st.data())
def test_a_mutated_file_is_read_or_refused_and_never_crashes(
    tmp_path_factory: pytest.TempPathFactory, data: Any
) -> None:
    raw = bytearray(json.dumps(RECORDS, ensure_ascii=False).encode())
    for _ in range(data.draw(st.integers(1, 4))):
        raw[data.draw(st.integers(0, len(raw) - 1))] = data.draw(st.integers(0, 255))
    path = tmp_path_factory.getbasetemp() / "mutated.json"
    path.write_bytes(bytes(raw))

    try:
        found = told(path)
    except RegisterError as error:
        assert error.remedy  # noqa: PT017 - either way is right; a refusal must say what to do
    else:
        assert {type(one) for one in found} <= {Unit, Unreadable, Pointer, Removal}


SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
KEYS = st.sampled_from(sorted({*RECORDS[0], "slettedato", "epostadresse", "endringstype", "dato"}))


def nested(inner: Any) -> Any:
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3)


@settings(max_examples=120, deadline=None)
@given(odd=st.dictionaries(KEYS, st.recursive(SCALARS, nested, max_leaves=6)))
def test_odd_values_in_any_field_never_crash(tmp_path_factory: pytest.TempPathFactory, odd: dict[str, Any]) -> None:
    path = write_json(tmp_path_factory.getbasetemp() / "odd.json", [RECORDS[0] | odd])

    found = told(path)

    assert {type(one) for one in found} <= {Unit, Unreadable, Pointer, Removal}
    assert len(found) == 1


@pytest.mark.parametrize(
    ("address", "is_official"),
    [
        ("postmottak@prove.kommune.no", True),
        ("firmapost@prove.no", True),
        ("prove@prove.no", True),
        ("kari.nordmann@prove.no", False),
        ("kn@prove.no", False),
    ],
)
def test_a_persons_own_address_is_told_apart(address: str, is_official: bool) -> None:
    assert looks_official(address) == is_official
