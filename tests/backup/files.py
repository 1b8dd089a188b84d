"""Backups made wrong on purpose."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Change = Callable[[bytes], bytes]


def rewritten(
    backup: Path, changed: Path, changes: dict[str, Change], manifest: Callable[[Any], None] | None = None
) -> Path:
    """The backup with some files changed, and a manifest whose checksums fit them."""
    with zipfile.ZipFile(backup) as old:
        files = {name: old.read(name) for name in old.namelist()}
    told = json.loads(files.pop("manifest.json"))
    for name, change in changes.items():
        files[name] = change(files[name])
        told["files"][name] = {"bytes": len(files[name]), "sha256": hashlib.sha256(files[name]).hexdigest()}
    if manifest:
        manifest(told)
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for name, raw in files.items():
            new.writestr(name, raw)
        new.writestr("manifest.json", json.dumps(told))
    return changed
