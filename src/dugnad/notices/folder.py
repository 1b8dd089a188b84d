"""Where the store lies when nobody says otherwise. Apart from store.py, so that asking costs no library."""

from __future__ import annotations

import os
from pathlib import Path


def default_folder() -> Path:
    """`DUGNAD_STORE`, else var/store below the folder where the command runs."""
    return Path(os.environ.get("DUGNAD_STORE", "var/store"))
