"""A JSON file of any length, record by record: only one piece of the file is in memory at a time."""

from __future__ import annotations

import codecs
import gzip
import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from dugnad.errors import RegisterError

Progress = Callable[[int, int], None]
"""Called with the number of bytes of the file read so far, and of all."""

PIECE = 1 << 18
LONGEST_RECORD = 1 << 22
"""Characters; Enhetsregisteret's records are a thousandth of it."""
LONGEST_PAGE = 64 << 20
"""Bytes of a file that is one object (an answer of the search, a page of updates)."""
BLANK = " \t\r\n"
GZIP = b"\x1f\x8b"
MEND = "Fetch the file anew, whole, and try again."
DECODER = json.JSONDecoder()


@contextmanager
def opened(path: Path) -> Iterator[tuple[IO[bytes], IO[bytes]]]:
    """The file's bytes, unpacked where it is gzip, and the file itself (which tells how far it is read)."""
    try:
        file = path.open("rb")
    except OSError as error:
        raise RegisterError(
            path.name, "", f"The file cannot be opened ({error.strerror}).", "Check the path.", "gone"
        ) from error
    with file:
        is_packed = file.read(2) == GZIP
        file.seek(0)
        yield (gzip.GzipFile(fileobj=file) if is_packed else file), file  # type: ignore[misc]


def pieces(path: Path, on_progress: Progress | None = None) -> Iterator[str]:
    """The file's text, piece by piece."""
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    size = path.stat().st_size if path.exists() else 0
    with opened(path) as (data, file):
        try:
            while piece := data.read(PIECE):
                yield decoder.decode(piece)
                if on_progress:
                    on_progress(file.tell(), size)
            yield decoder.decode(b"", final=True)
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            place = f"near byte {file.tell()}"
            raise RegisterError(path.name, place, f"The packed file is damaged ({error}).", MEND, "damaged") from error
        except UnicodeDecodeError as error:
            place = f"near byte {file.tell()}"
            raise RegisterError(path.name, place, "The text is not UTF-8.", "Save it as UTF-8.", "encoding") from error


class Reader:
    """What of the text is read and not yet used."""

    def __init__(self, path: Path, on_progress: Progress | None) -> None:
        self.name, self.pieces = path.name, pieces(path, on_progress)
        self.text, self.at, self.number, self.is_ended = "", 0, 0, False

    def more(self) -> None:
        """Add a piece, leaving out what is used."""
        piece = next(self.pieces, None)
        self.is_ended = piece is None
        self.text, self.at = self.text[self.at :] + (piece or ""), 0

    def sign(self) -> str:
        """The next sign that is not blank; "" at the end of the file."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in BLANK:
                self.at += 1
            if self.at < len(self.text) or self.is_ended:
                return self.text[self.at : self.at + 1]
            self.more()

    def value(self) -> Any:
        """The next value, however many pieces it spans."""
        while True:
            try:
                value, end = DECODER.raw_decode(self.text, self.at)
            except (json.JSONDecodeError, RecursionError) as error:
                waiting = len(self.text) - self.at
                if self.is_ended or waiting > LONGEST_RECORD or isinstance(error, RecursionError):
                    raise self.fault("This is not valid JSON, or the file ends too early.") from error
                self.more()
                continue
            if end == len(self.text) and not self.is_ended and not isinstance(value, dict | list | str):
                self.more()  # a number may go on in the next piece
                continue
            self.at = end
            return value

    def fault(self, problem: str) -> RegisterError:
        """What is wrong, and at which record."""
        return RegisterError(self.name, f"record {self.number + 1}", problem, MEND, "json")


def records(path: Path, on_progress: Progress | None = None) -> Iterator[Any]:
    """The elements of the file's array one by one; a file that is one object is given whole."""
    reader = Reader(path, on_progress)
    first = reader.sign()
    if first == "{":
        yield whole(path, on_progress)
        return
    if first != "[":
        problem = "The file is empty." if not first else "This is neither a JSON array nor an object."
        give = "Give Enhetsregisteret's file as it is downloaded, or a table (CSV)."
        raise RegisterError(path.name, "", problem, give, "shape" if first else "empty")
    reader.at += 1
    is_empty = reader.sign() == "]"
    reader.at += is_empty
    while not is_empty:
        yield reader.value()
        reader.number += 1
        after = reader.sign()
        reader.at += 1
        if after == "]":
            break
        if after != ",":
            raise reader.fault("A comma or the end of the list should stand here.")
        reader.sign()
    if reader.sign():
        raise reader.fault("Something stands after the end of the list.")


def whole(path: Path, on_progress: Progress | None) -> Any:
    """A file that is one object; it may not be as long as a bulk file."""
    text, length = [], 0
    for piece in pieces(path, on_progress):
        length += len(piece)
        if length > LONGEST_PAGE:
            problem = "One JSON object this long cannot be read."
            raise RegisterError(path.name, "", problem, "Give the bulk file, which is an array.", "long")
        text.append(piece)
    try:
        return json.loads("".join(text))
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}"
        raise RegisterError(path.name, place, f"This is not valid JSON ({error.msg}).", MEND, "json") from error
    except (RecursionError, ValueError) as error:
        raise RegisterError(path.name, "", "This JSON cannot be read.", MEND, "json") from error
