"""A limit on the time that one document may take."""

from __future__ import annotations

import time

from dugnad.errors import DocumentError


class Stopwatch:
    """Raises DocumentError once the document has taken longer than it may."""

    def __init__(self, file: str, seconds: float) -> None:
        self.file, self.seconds = file, seconds
        self.ends = time.perf_counter() + seconds

    def check(self) -> None:
        if time.perf_counter() > self.ends:
            problem = f"reading it takes longer than {self.seconds:g} seconds."
            raise DocumentError(self.file, problem, "Divide it into smaller files or save it anew.", "too-slow")
