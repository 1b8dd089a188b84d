"""The pages that every browser test visits."""

from __future__ import annotations

PAGES = {
    "front": "/",
    "national": "/national/",
    "national-year": "/national/?period=2025",
    "counties": "/counties/",
    "county": "/counties/46/",
    "county-unseen": "/counties/56/",
    "bodies": "/bodies/",
    "bodies-none": "/bodies/?q=finnesikke",
    "body": "/bodies/999100001/",
    "body-agency": "/bodies/999100003/",
    "missing": "/finnes-ikke/",
}
LANGUAGES = {"nb": "", "nn": "/nn", "en": "/en"}
