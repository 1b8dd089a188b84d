"""Fetching Enhetsregisteret, only when somebody asks: the bulk file (resumed where it broke off) or the updates."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode, urlsplit
from urllib.request import Request, urlopen

from dugnad.errors import DugnadError
from dugnad.register.stream import Progress

ADDRESS = "https://data.brreg.no/enhetsregisteret/api"
AGENT = "dugnad (public procurement follow-up)"
PIECE = 1 << 20
TRIES = 5
PATIENCE_SECONDS = 60
PAGE_SIZE = 1000
MOST_PAGES = 10
"""The register gives no more than ten thousand updates for one question."""
GONE = (404, 410)
WHOLE, PART, TOO_FAR = 200, 206, 416
Pause = Callable[[float], None]


def fetch_bulk(
    folder: Path, *, address: str = ADDRESS, part: str = "enheter", on_progress: Progress | None = None,
    pause: Pause = time.sleep,
) -> Path:  # fmt: skip
    """Download the bulk file into the folder. What an interrupted download left there is built upon."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{part}.json.gz"
    begun, mark = folder / f"{part}.part", folder / f"{part}.etag"
    url = f"{checked(address)}/{part}/lastned"
    problem = ""
    for attempt in range(TRIES):
        if attempt:
            pause(min(2.0**attempt, 30))
        try:
            if append(url, begun, mark, on_progress):
                begun.replace(target)
                mark.unlink(missing_ok=True)
                return target
            problem = "the connection ended early"
        except HTTPError as error:
            problem = f"the server answered {error.code}"
            if error.code in GONE:
                break
        except (URLError, HTTPException, OSError) as error:
            problem = str(getattr(error, "reason", error)) or type(error).__name__
    raise DugnadError(
        f"{url} could not be fetched ({problem}). Nothing was changed; run the same command again to go on from there."
    )


def append(url: str, begun: Path, mark: Path, on_progress: Progress | None) -> bool:
    """Fetch what is missing behind the bytes that are there; is the file whole now?"""
    have = begun.stat().st_size if begun.exists() and mark.exists() else 0
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers |= {"Range": f"bytes={have}-", "If-Range": mark.read_text(encoding="utf-8")}
    try:
        answer = ask(url, headers)
    except HTTPError as error:
        if error.code != TOO_FAR:
            raise
        begun.unlink(missing_ok=True)  # the file there is shorter than ours: begin anew
        return False
    with answer:
        if answer.status != PART:
            have = 0
        mark.write_text(answer.headers.get("ETag") or answer.headers.get("Last-Modified") or "", encoding="utf-8")
        if not mark.read_text(encoding="utf-8"):
            mark.unlink()
        length = answer.headers.get("Content-Length")
        total = have + int(length) if length and length.isdigit() else 0
        with begun.open("ab" if have else "wb") as file:
            while piece := answer.read(PIECE):
                file.write(piece)
                have += len(piece)
                if on_progress:
                    on_progress(have, total)
    return not total or have == total


def fetch_updates(
    folder: Path, *, since: date, address: str = ADDRESS, on_progress: Progress | None = None, pause: Pause = time.sleep
) -> Path:
    """Fetch what changed since the day, with each changed unit as it is now, as one file of updates."""
    base = checked(address)
    latest: dict[str, dict[str, Any]] = {}
    for page in range(MOST_PAGES + 1):
        if page == MOST_PAGES:
            problem = f"There are more than {MOST_PAGES * PAGE_SIZE} updates since {since}."
            raise DugnadError(f"{problem} Fetch the whole register instead: dugnad register import --brreg")
        asked = urlencode({"dato": f"{since.isoformat()}T00:00:00.000Z", "size": PAGE_SIZE, "page": page})
        answer = fetch_json(f"{base}/oppdateringer/enheter?{asked}", pause) or {}
        embedded = answer.get("_embedded")
        updates = embedded.get("oppdaterteEnheter", []) if isinstance(embedded, dict) else []
        latest |= {str(one.get("organisasjonsnummer")): one for one in updates if isinstance(one, dict)}
        about = answer.get("page")
        if not updates or not isinstance(about, dict) or page + 1 >= int(about.get("totalPages") or 0):
            break
    for done, (number, update) in enumerate(latest.items(), start=1):
        if str(update.get("endringstype")).casefold() in ("ny", "endring") and number.isdigit():
            found = fetch_json(f"{base}/enheter/{number}", pause)
            if found is None:
                update["endringstype"] = "Fjernet"
            else:
                update["enhet"] = found
        if on_progress:
            on_progress(done, len(latest))
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "oppdateringer.json"
    target.write_text(json.dumps({"_embedded": {"oppdaterteEnheter": list(latest.values())}}), encoding="utf-8")
    return target


def fetch_json(url: str, pause: Pause) -> dict[str, Any] | None:
    """One answer; None where the register says that the unit is gone."""
    problem = ""
    for attempt in range(TRIES):
        if attempt:
            pause(min(2.0**attempt, 30))
        try:
            with ask(url, {"Accept": "application/json"}) as answer:
                found = json.load(answer)
                if isinstance(found, dict):
                    return found
                problem = "the answer is no object"
        except HTTPError as error:
            if error.code in GONE:
                return None
            problem = f"the server answered {error.code}"
        except (URLError, HTTPException, OSError, ValueError) as error:
            problem = str(getattr(error, "reason", error)) or type(error).__name__
    raise DugnadError(f"{url} could not be fetched ({problem}). Nothing was changed; try again later.")


def ask(url: str, headers: dict[str, str]) -> HTTPResponse:
    """Send the question."""
    request = Request(url, headers={"User-Agent": AGENT, **headers})  # noqa: S310 - the scheme is checked
    answer: HTTPResponse = urlopen(request, timeout=PATIENCE_SECONDS)  # noqa: S310
    return answer


def checked(address: str) -> str:
    """Only web addresses are fetched."""
    if urlsplit(address).scheme not in ("http", "https"):
        raise DugnadError(f'"{address}" is no web address. Write https://… or leave --address out.')
    return address.rstrip("/")
