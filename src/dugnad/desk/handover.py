"""All that a desk has, as one file that another installation takes over: JSON and files in a zip, with checksums.

    manifest.json    what the file is, its version, who made it for which county, and the checksum of every other part
    handover.json    the rows, by kind; no person of the desk is named in them
    files/CHECKSUM   the bytes that rows name by their checksum

Nothing in it is trusted: everything is checked before anybody uses any of it.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Any, NoReturn

from dugnad.desk.file_kind import MOST_FILE_BYTES
from dugnad.desk.mail_in import MOST_BYTES as MOST_MAIL
from dugnad.errors import DugnadError

FORMAT, VERSION = "dugnad-desk-handover", 1
MANIFEST, ROWS, FILES = "manifest.json", "handover.json", "files/"
KINDS = ("cases", "contacts", "agreements", "events", "knowledge", "mails")
MOST_MANIFEST, MOST_ROWS, MOST_ENTRIES = 8 * 1024 * 1024, 128 * 1024 * 1024, 20_000
MOST_FILE = max(MOST_FILE_BYTES, MOST_MAIL)
MOST_ALL, MOST_VALUES = 2 * 1024 * 1024 * 1024, 4_000_000
"""All parts together as they say of themselves, and how many values a part of JSON may hold: each costs more than it
takes up in the file."""
MOST_DEPTH, DAY_ZERO = 40, (1980, 1, 1, 0, 0, 0)
DIGEST = re.compile(r"[0-9a-f]{64}")
COUNTY = re.compile(r"[0-9]{2}")
SOURCE = re.compile(r"[0-9a-f]{8,32}")
BROKEN = (
    zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, UnicodeError, ValueError, KeyError,
)  # fmt: skip
"""What the zip and JSON libraries raise on files that are cut, encrypted, of another kind, or lie about themselves."""


class HandoverError(DugnadError):
    """A handover file that cannot be taken over; nothing was changed."""

    def __init__(self, place: str, problem: str, remedy: str = "Ask for the file anew.") -> None:
        self.place, self.problem, self.remedy = place, problem, remedy
        super().__init__(f"{place}: {problem} Nothing was changed. {remedy}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    """A desk's things as they were at one moment. `source`: the installation, told by a mark that is no secret."""

    county: str
    source: str
    dugnad: str
    made_at: datetime
    desk: Mapping[str, Any]
    bodies: Mapping[str, Mapping[str, str]]
    """Every body that a row names, by what it is named by there: number, slug and name."""
    rows: Mapping[str, list[dict[str, Any]]]
    files: Mapping[str, bytes]
    """By checksum. Of a file that is taken over they are read one by one, when they are asked for."""

    def counts(self) -> dict[str, int]:
        """How many there are of each kind."""
        return {kind: len(self.rows[kind]) for kind in KINDS} | {"files": len(self.files)}


class PackedFiles(Mapping[str, bytes]):
    """The files of an opened handover file, each unpacked and checked when it is asked for: never two at once."""

    def __init__(self, archive: zipfile.ZipFile, parts: Mapping[str, Mapping[str, Any]]) -> None:
        self.archive, self.parts = archive, parts

    def __getitem__(self, digest: str) -> bytes:
        return whole(self.archive, FILES + digest, self.parts[FILES + digest])

    def __iter__(self) -> Iterator[str]:
        return (part.removeprefix(FILES) for part in self.parts)

    def __len__(self) -> int:
        return len(self.parts)


def pack(handover: Handover) -> bytes:
    """The file; the same things give the same bytes."""
    told = {"desk": dict(handover.desk), "bodies": {key: dict(one) for key, one in handover.bodies.items()}}
    rows = json.dumps(told | dict(handover.rows), ensure_ascii=False, indent=1).encode()
    parts = {ROWS: rows} | {FILES + digest: raw for digest, raw in sorted(handover.files.items())}
    manifest = {
        "format": FORMAT, "version": VERSION, "county": handover.county, "source": handover.source,
        "dugnad": handover.dugnad, "made_at": handover.made_at.isoformat(), "counts": handover.counts(),
        "parts": {name: {"bytes": len(raw), "sha256": digest_of(raw)} for name, raw in parts.items()},
    }  # fmt: skip
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, raw in {MANIFEST: json.dumps(manifest, ensure_ascii=False, indent=1).encode(), **parts}.items():
            info = zipfile.ZipInfo(name, DAY_ZERO)
            info.external_attr = 0o600 << 16
            archive.writestr(info, raw, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def digest_of(raw: bytes) -> str:
    """The bytes' checksum."""
    return hashlib.sha256(raw).hexdigest()


def unpack(raw: bytes, name: str = "handover") -> Handover:
    """The handover in a file; HandoverError says what is wrong with it, where, and what to do."""
    try:
        return opened(zipfile.ZipFile(BytesIO(raw)), name)
    except RecursionError as error:
        raise HandoverError(name, "it is nested too deeply.") from error
    except zipfile.BadZipFile as error:
        raise HandoverError(name, "this is no whole handover file (cut short, damaged, or of another kind).") from error
    except BROKEN as error:
        raise HandoverError(name, f"this is no whole handover file: {str(error).rstrip('.')[:200]}.") from error


def opened(archive: zipfile.ZipFile, name: str) -> Handover:
    """Every part of it, read and checked."""
    entries = archive.infolist()
    if len(entries) > MOST_ENTRIES or len({entry.filename for entry in entries}) != len(entries):
        raise HandoverError(name, f"it holds more than {MOST_ENTRIES} parts, or one of them twice.")
    if MANIFEST not in archive.namelist():
        raise HandoverError(name, "it has no manifest.", "Make one with: dugnad desk handover COUNTY --out FILE")
    manifest = read_json(bounded(archive, MANIFEST, MOST_MANIFEST), MANIFEST)
    check_manifest(manifest, name)
    parts = manifest["parts"]
    if {entry.filename for entry in entries} - {MANIFEST} != set(parts):
        raise HandoverError(name, "its manifest names other parts than it holds.")
    if sum(told["bytes"] for told in parts.values()) > MOST_ALL:
        raise HandoverError(name, f"it says that it unpacks to more than {MOST_ALL // 1024 // 1024} MB.")
    files = PackedFiles(archive, {part: told for part, told in parts.items() if part != ROWS})
    for digest in files:
        whole(archive, FILES + digest, parts[FILES + digest])  # checked now and let go
    told = read_json(whole(archive, ROWS, parts[ROWS]), ROWS)
    return Handover(
        county=manifest["county"], source=manifest["source"], dugnad=str(manifest.get("dugnad", ""))[:40],
        made_at=moment(manifest["made_at"], name), desk=mapping(told, "desk"), bodies=bodies_of(told),
        rows={kind: rows_of(told, kind) for kind in KINDS},
        files=files,
    )  # fmt: skip


def check_manifest(manifest: Any, name: str) -> None:
    """It is one of ours, of a version that is read here, and names its parts by checksum."""
    if not isinstance(manifest, dict) or manifest.get("format") != FORMAT:
        raise HandoverError(name, "this is no handover of a desk.", "Name the file that the other desk has made.")
    if manifest.get("version") != VERSION:
        found = str(manifest.get("version"))[:20]
        raise HandoverError(
            name, f"its form is version {found}, and this dugnad reads version {VERSION}.",
            "Bring both installations to the same version of dugnad, and make it again.",
        )  # fmt: skip
    for key, form in (("county", COUNTY), ("source", SOURCE)):
        if not isinstance(manifest.get(key), str) or not form.fullmatch(manifest[key]):
            raise HandoverError(MANIFEST, f'"{key}" is missing or not of its form.')
    parts = manifest.get("parts")
    if not isinstance(parts, dict) or ROWS not in parts:
        raise HandoverError(MANIFEST, f"{ROWS} is not among its parts.")
    for part, told in parts.items():
        is_named = part == ROWS or (part.startswith(FILES) and DIGEST.fullmatch(part.removeprefix(FILES)))
        if not is_named or not isinstance(told, dict) or not is_size(told.get("bytes")):
            raise HandoverError(MANIFEST, f"the part {part[:80]!r} is not one of a handover.")


def is_size(value: Any) -> bool:
    """A number of bytes."""
    return type(value) is int and value >= 0


def whole(archive: zipfile.ZipFile, part: str, told: Mapping[str, Any]) -> bytes:
    """One part's bytes, of the size and checksum that the manifest says; a file is named by its checksum."""
    raw = bounded(archive, part, MOST_ROWS if part == ROWS else MOST_FILE)
    digest = digest_of(raw)
    if (len(raw), digest) != (told["bytes"], told.get("sha256")) or (part != ROWS and part != FILES + digest):
        raise HandoverError(part, "it is not what was handed over (its size or checksum differs).")
    return raw


def bounded(archive: zipfile.ZipFile, part: str, most: int) -> bytes:
    """No more of a part than it may hold, whatever it says of its size."""
    with archive.open(part) as source:
        raw = source.read(most + 1)
    if len(raw) > most:
        raise HandoverError(part, f"it unpacks to more than {most // 1024 // 1024} MB.")
    return raw


def read_json(raw: bytes, part: str) -> Any:
    """JSON without what a database cannot hold."""
    if sum(raw.count(sign) for sign in (b",", b"[", b"{")) > MOST_VALUES:
        raise HandoverError(part, f"it holds more than {MOST_VALUES} values.")
    told = json.loads(raw, parse_constant=not_a_number)
    if not is_sound(told, MOST_DEPTH):
        raise HandoverError(part, "it is nested too deeply, or holds signs that cannot be kept.")
    return told


def not_a_number(sign: str) -> NoReturn:
    """NaN and its like are in no row."""
    raise ValueError(f"{sign} is no value")


def is_sound(value: Any, depth: int) -> bool:
    """No text holds a nought byte or half a sign, and nothing lies deeper than any row does."""
    if isinstance(value, str):
        return "\0" not in value and not any("\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, dict):
        return depth > 0 and all(is_sound(key, 1) and is_sound(one, depth - 1) for key, one in value.items())
    return depth > 0 and all(is_sound(one, depth - 1) for one in value) if isinstance(value, list) else True


def mapping(told: Any, key: str) -> dict[str, Any]:
    """A mapping of the rows' file."""
    value = told.get(key) if isinstance(told, dict) else None
    if not isinstance(value, dict):
        raise HandoverError(ROWS, f'"{key}" is missing.')
    return value


def rows_of(told: Any, kind: str) -> list[dict[str, Any]]:
    """The rows of one kind."""
    value = told.get(kind) if isinstance(told, dict) else None
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise HandoverError(ROWS, f'"{kind}" is no list of rows.')
    return value


def bodies_of(told: Any) -> dict[str, Mapping[str, str]]:
    """What the rows' bodies are known by."""
    found = mapping(told, "bodies")
    for key, one in found.items():
        if not isinstance(one, dict) or not all(isinstance(value, str) for value in one.values()):
            raise HandoverError(ROWS, f"the body {key[:80]!r} is not described by texts.")
    return found


def moment(value: Any, place: str) -> datetime:
    """A moment with its offset."""
    try:
        found = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise HandoverError(place, f"{str(value)[:40]!r} is no moment.") from error
    if found.tzinfo is None:
        raise HandoverError(place, f"{str(value)[:40]!r} has no offset from UTC.")
    return found
