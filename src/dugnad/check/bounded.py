"""Starting a check in a process of its own and waiting for it: for files that strangers send."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

SECONDS = 60
MEGABYTES = 1024
"""Memory in use."""
MEGABYTE = 1024 * 1024
ADDRESS_SPACE = 4
"""Times the memory: libraries reserve much more than they use."""
SECONDS_BETWEEN_LOOKS = 0.05
TIME_OVER = {-24, 152}
"""Ended by the limit on processor time (SIGXCPU)."""


def check_bounded(
    files: Sequence[tuple[str, bytes]],
    folder: Path,
    *,
    on: date | None,
    version: str,
    made_on: date,
    seconds: int = SECONDS,
    megabytes: int = MEGABYTES,
    languages: Sequence[str] = ("nb", "nn", "en"),
    with_text: bool = True,
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, Any]:
    """The result of the check: {"check", "reports", "documents"}, or {"error", "code"}.

    Reports in the languages asked for; the documents' own text where it is wanted.

    `folder` must exist and be empty; the caller removes it. Whatever the files do to the process, this one survives.
    """
    (folder / "files").mkdir()
    for number, (_, raw) in enumerate(files):
        (folder / "files" / str(number)).write_bytes(raw)
    order = {
        "names": [name for name, _ in files],
        "on": on.isoformat() if on else None,
        "version": version,
        "made_on": made_on.isoformat(),
        "seconds": seconds,
        "megabytes": megabytes * ADDRESS_SPACE,
        "languages": list(languages),
        "with_text": with_text,
    }
    (folder / "order.json").write_text(json.dumps(order))
    code = _run(folder, seconds, megabytes, progress)
    result = folder / "result.json"
    if code == 0 and result.exists():
        told: dict[str, Any] = json.loads(result.read_text())
        return told
    return _ended(code, seconds)


def _run(folder: Path, seconds: int, megabytes: int, progress: Callable[[int, int], None] | None) -> int | None:
    """The exit code; None where the time ran out."""
    command = [sys.executable, "-I", "-m", "dugnad.check.alone", str(folder)]
    process = subprocess.Popen(  # noqa: S603 - our own module, and no word of the files in the command
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, stdin=subprocess.DEVNULL, text=True
    )
    timer = threading.Timer(seconds, process.kill)
    timer.start()
    threading.Thread(target=_watch, args=(process, megabytes), daemon=True).start()
    try:
        assert process.stdout is not None  # noqa: S101 - asked for above
        for line in process.stdout:
            done, _, total = line.strip().partition("/")
            if progress and done.isdigit() and total.isdigit():
                progress(int(done), int(total))
        code = process.wait()
    finally:
        was_killed = not timer.is_alive()
        timer.cancel()
        process.kill()
        process.wait()
    return None if was_killed else code


def _watch(process: subprocess.Popen[str], megabytes: int) -> None:
    """End a process that holds more memory than it may, also where the system does not enforce its limit."""
    status = Path(f"/proc/{process.pid}/statm")
    while process.poll() is None:
        try:
            resident = int(status.read_text().split()[1]) * resource.getpagesize()
        except (OSError, ValueError, IndexError):
            return
        if resident > megabytes * MEGABYTE:
            process.kill()
            return
        time.sleep(SECONDS_BETWEEN_LOOKS)


def _ended(code: int | None, seconds: int) -> dict[str, Any]:
    if code is None or code in TIME_OVER:
        problem = f"The check was stopped after {seconds} seconds. Send fewer files, or split a very large one."
        return {"error": problem, "code": "time"}
    problem = "The check ended before it was done: a file needs more memory than it may use, or is damaged."
    return {"error": f"{problem} Save the document anew (as DOCX or PDF) and try again.", "code": "stopped"}
