from __future__ import annotations

import json
import tracemalloc
import zipfile
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dugnad.desk.handover import KINDS, MANIFEST, ROWS, Handover, HandoverError, digest_of, pack, unpack
from dugnad.desk.handover_paper import handover_paper
from dugnad.plan.paper import Bullets, Lead, Text

AT = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
FILE = b"%PDF-1.7 krav"


def made(**given: Any) -> Handover:
    rows = {kind: [] for kind in KINDS} | given.pop("rows", {})
    return Handover(
        **{"county": "46", "source": "0123456789abcdef", "dugnad": "1.0", "made_at": AT, "desk": {}, "bodies": {},
           "rows": rows, "files": {digest_of(FILE): FILE}} | given
    )  # fmt: skip


def repacked(parts: dict[str, bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these parts as they are."""
    into = BytesIO()
    with zipfile.ZipFile(into, "w", compress) as archive:
        for name, raw in parts.items():
            archive.writestr(name, raw)
    return into.getvalue()


def parts_of(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_manifest(**changes: Any) -> bytes:
    """The file with another manifest."""
    parts = parts_of(pack(made()))
    parts[MANIFEST] = json.dumps(json.loads(parts[MANIFEST]) | changes).encode()
    return repacked(parts)


def with_rows(rows: bytes) -> bytes:
    """The file with other rows, its checksums right again."""
    parts = parts_of(pack(made()))
    manifest = json.loads(parts[MANIFEST])
    manifest["parts"][ROWS] = {"bytes": len(rows), "sha256": digest_of(rows)}
    return repacked({**parts, ROWS: rows, MANIFEST: json.dumps(manifest).encode()})


def test_file_comes_back_as_it_was_and_is_the_same_each_time() -> None:
    first = made(bodies={"310000108": {"orgnr": "310000108", "slug": "e", "name": "E"}}, rows={"cases": [{"id": "x"}]})

    assert unpack(pack(first)) == first
    assert pack(first) == pack(first)


def whole() -> dict[str, bytes]:
    return parts_of(pack(made()))


EMPTY = {"desk": {}, "bodies": {}, **{kind: [] for kind in KINDS}}


@pytest.mark.parametrize(
    ("raw", "place", "problem"),
    [
        (b"", "handover", "this is no whole handover file"),
        (b"PK\x03\x04half", "handover", "this is no whole handover file"),
        (pack(made())[:-40], "handover", "this is no whole handover file"),
        (repacked({"a": b"x"}), "handover", "it has no manifest"),
        (repacked({MANIFEST: b"[]"}), "handover", "this is no handover of a desk"),
        (repacked({MANIFEST: b"{" * 100_000}), "handover", "this is no whole handover file"),
        (repacked({MANIFEST: b"[" * 100_000}), "handover", "it is nested too deeply"),
        (with_manifest(format="dugnad-backup"), "handover", "this is no handover of a desk"),
        (with_manifest(version=2), "handover", "its form is version 2"),
        (with_manifest(version="1"), "handover", "its form is version 1"),
        (with_manifest(county="../46"), MANIFEST, '"county" is missing'),
        (with_manifest(source="'; DROP"), MANIFEST, '"source" is missing'),
        (with_manifest(parts={}), MANIFEST, "handover.json is not among"),
        (with_manifest(made_at="i dag"), "handover", "'i dag' is no moment"),
        (with_manifest(made_at="2026-11-16T09:30:00"), "handover", "has no offset"),
        (repacked({**whole(), "extra": b"x"}), "handover", "its manifest names other parts"),
        (repacked({**whole(), "../../etc/x": b"x"}), "handover", "its manifest names other parts"),
        (repacked({**whole(), ROWS: json.dumps(EMPTY | {"cases": [{}]}).encode()}), ROWS, "it is not what was handed"),
        (repacked({**whole(), f"files/{digest_of(FILE)}": b"%PDF-other"}), f"files/{digest_of(FILE)}", "it is not"),
        (with_rows(b"[]"), ROWS, '"desk" is missing'),
        (with_rows(b"{}"), ROWS, '"desk" is missing'),
        (with_rows(json.dumps(EMPTY | {"cases": "alle"}).encode()), ROWS, '"cases" is no list'),
        (with_rows(json.dumps(EMPTY | {"cases": [1]}).encode()), ROWS, '"cases" is no list'),
        (with_rows(json.dumps(EMPTY | {"bodies": {"x": 1}}).encode()), ROWS, "the body 'x'"),
        (with_rows(json.dumps(EMPTY | {"cases": [{"t": "a\0b"}]}).encode()), ROWS, "it is nested too deeply, or holds"),
        (with_rows(b'{"desk": {"a": "\\ud800"}}'), ROWS, "it is nested too deeply, or holds"),
        (with_rows(b'{"desk": {"a": NaN}}'), "handover", "this is no whole handover file"),
        (with_rows(b'{"desk": {"a": ' + b"[" * 60 + b"]" * 60 + b"}}"), ROWS, "it is nested too deeply"),
        (repacked({MANIFEST: b" " * (9 * 1024 * 1024)}), MANIFEST, "it unpacks to more than 8 MB"),
    ],
    ids=range(29),
)  # fmt: skip
def test_file_that_is_not_whole_is_refused_with_place_and_remedy(raw: bytes, place: str, problem: str) -> None:
    with pytest.raises(HandoverError) as refused:
        unpack(raw)

    assert (refused.value.place, refused.value.problem.startswith(problem) or problem in refused.value.problem) == (
        place, True,
    )  # fmt: skip
    assert refused.value.remedy != ""


@pytest.mark.long
def test_bomb_is_not_unpacked() -> None:
    parts = whole()
    manifest = json.loads(parts[MANIFEST])
    manifest["parts"][ROWS] = {"bytes": 2**30, "sha256": "0" * 64}
    parts |= {MANIFEST: json.dumps(manifest).encode(), ROWS: b" " * (129 * 1024 * 1024)}

    with pytest.raises(HandoverError) as refused:
        unpack(repacked(parts))

    assert refused.value.problem == "it unpacks to more than 128 MB."


def test_parts_that_are_too_much_together_are_refused_before_any_is_read() -> None:
    parts = whole()
    manifest = json.loads(parts[MANIFEST])
    digests = [digest_of(bytes([number])) for number in range(210)]
    manifest["parts"] |= {f"files/{one}": {"bytes": 10 * 1024 * 1024, "sha256": one} for one in digests}
    parts |= {MANIFEST: json.dumps(manifest).encode()} | {f"files/{one}": b"" for one in digests}

    with pytest.raises(HandoverError) as refused:
        unpack(repacked(parts))

    assert (refused.value.place, refused.value.problem) == ("handover", "it says that it unpacks to more than 2048 MB.")


def test_files_are_unpacked_one_by_one() -> None:
    files = [bytes([number]) * 1024 * 1024 for number in range(24)]
    raw = pack(made(files={digest_of(one): one for one in files}))
    del files

    tracemalloc.start()
    found = unpack(raw)
    sizes = {len(one) for one in found.files.values()}
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert (len(found.files), sizes) == (24, {1024 * 1024})
    assert most < 6 * 1024 * 1024


def test_rows_of_more_values_than_a_desk_has_are_not_read() -> None:
    with pytest.raises(HandoverError) as refused:
        unpack(with_rows(b'{"desk": {"a": [' + b"0," * 4_000_000 + b"0]}}"))

    assert (refused.value.place, refused.value.problem) == (ROWS, "it holds more than 4000000 values.")


WHOLE = pack(made(rows={"cases": [{"id": "x", "title": "Må vi vekte miljø?"}]}))


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(at=st.integers(0, len(WHOLE) - 1), sign=st.integers(0, 255), cut=st.booleans())
def test_damaged_file_is_refused_or_the_same(at: int, sign: int, *, cut: bool) -> None:
    raw = WHOLE[:at] if cut else WHOLE[:at] + bytes([sign]) + WHOLE[at + 1 :]

    assert rows_or_remedy(raw) in (unpack(WHOLE).rows, True)


def rows_or_remedy(raw: bytes) -> Any:
    """The file's rows; True where it is refused with a remedy."""
    try:
        return unpack(raw).rows
    except HandoverError as refused:
        return refused.remedy != ""


def test_empty_desk_is_a_short_paper_in_every_language() -> None:
    papers = {language: handover_paper(made(), "Vestland", language) for language in ("nb", "nn", "en")}

    leads = {language: paper.blocks[0] for language, paper in papers.items()}
    assert leads["nb"] == Lead(
        "16. november 2026 har støttetjenesten 0 åpne henvendelser, 0 løfter som ikke er innfridd, 0 rammeavtaler, "
        "0 kommende arrangementer og 0 svar som den har ansvar for."
    )
    assert [block for block in papers["en"].blocks if isinstance(block, Bullets)] == []
    assert Text("Nothing is urgent.") in papers["en"].blocks
