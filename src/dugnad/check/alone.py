"""The check in a process of its own, for files that strangers send: bounded memory and time, no way out.

`python -m dugnad.check.alone FOLDER` reads the files of FOLDER/files, in the order of FOLDER/order.json, and writes
FOLDER/result.json. It is started by `dugnad.check.bounded`; lines "done/total" on standard output tell how far it is.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import re
import resource
import signal
import sys
from datetime import date
from pathlib import Path
from typing import Any

MEGABYTE = 1024 * 1024
PR_SET_PDEATHSIG = 1
SELDOM = 50_000
"""New objects between two looks for garbage: the process is short, and what it reads makes little."""
NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")
"""As JSON writes it; the database's texts hold none."""
FORBIDDEN = {
    "socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.exec", "os.posix_spawn",
    "os.fork", "urllib.Request", "ctypes.dlopen",
}  # fmt: skip
"""What a reader of documents never needs; asking for it ends the process."""


def main(arguments: list[str]) -> int:
    """Check the folder's files. The result tells an error as {"error": message, "code": code}."""
    end_with_parent()
    folder = Path(arguments[0])
    order = json.loads((folder / "order.json").read_text())
    limit(megabytes=order["megabytes"], seconds=order["seconds"])
    on = date.fromisoformat(order["on"]) if order["on"] else None
    result = _result(folder, order, on)
    told = NUL.sub(r"\1", json.dumps(result, ensure_ascii=False, default=str))
    (folder / "result.json").write_text(told, encoding="utf-8")
    return 0


def end_with_parent() -> None:
    """Where the system can: be killed when the process that waits is gone, so that nothing reads on unseen."""
    try:
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    except (OSError, AttributeError):
        return
    if os.getppid() == 1:
        sys.exit(1)


def limit(*, megabytes: int, seconds: int) -> None:
    """Bound memory, processor time and file size; from here on no network and no other program."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * MEGABYTE, megabytes * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 2))
    resource.setrlimit(resource.RLIMIT_FSIZE, (200 * MEGABYTE, 200 * MEGABYTE))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _result(folder: Path, order: dict[str, Any], on: date | None) -> dict[str, Any]:
    from dugnad.check.as_dict import as_dict  # noqa: PLC0415 - after the limits are set
    from dugnad.check.checking import check_files  # noqa: PLC0415
    from dugnad.check.describe import describe  # noqa: PLC0415
    from dugnad.check.report import report_as_dict  # noqa: PLC0415
    from dugnad.check.shown import documents_as_dict  # noqa: PLC0415
    from dugnad.errors import DugnadError  # noqa: PLC0415

    gc.set_threshold(SELDOM, 20, 20)
    sys.addaudithook(_refuse)
    files = [(name, (folder / "files" / str(number)).read_bytes()) for number, name in enumerate(order["names"])]
    try:
        checked = check_files(files, on=on, progress=_tell)
    except MemoryError:
        return {
            "error": "The files need more memory than a check may use. Send fewer or smaller files.",
            "code": "memory",
        }
    except DugnadError as error:
        return {"error": str(error), "code": getattr(error, "code", "unreadable")}
    version, made_on = order["version"], date.fromisoformat(order["made_on"])
    reports = {
        language: report_as_dict(describe(checked, language=language, version=version, made_on=made_on))
        for language in order["languages"]
    }
    shown = documents_as_dict(checked) if order["with_text"] else []
    return {"check": as_dict(checked), "reports": reports, "documents": shown}


def _tell(done: int, total: int) -> None:
    print(f"{done}/{total}", flush=True)  # noqa: T201 - read by the process that waits


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in FORBIDDEN:
        raise PermissionError(f"a document reader asked for {event}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
