"""A small library as files, laid over nothing: what tests break on purpose."""

from __future__ import annotations

from pathlib import Path

import yaml

WORDS = {"nb": "Ord på bokmål.", "nn": "Ord på nynorsk.", "en": "Words in English."}
ORDINARY = "2026-11-22"


def version(**changes: object) -> dict[str, object]:
    """A sound contract clause; a change to None takes the key out."""
    told: dict[str, object] = {
        "name": {"nb": "Navn", "nn": "Namn", "en": "Name"},
        "kind": "contract-clause",
        "level": "basis",
        "topic": "products",
        "themes": ["chemicals", "health"],
        "concerns": "delivery",
        "applies_to": ["90911000"],
        "requirement": {"nb": "Minst {share} er merket.", "nn": "Minst {share} er merkt.", "en": "At least {share}."},
        "parameters": {"share": {"label": WORDS, "unit": "%", "default": 50, "fact": "share"}},
        "documentation": WORDS,
        "verification": WORDS,
        "proof": ["list", "inspection"],
        "why": WORDS,
        "points_of_caution": WORDS,
        "follow_up_when": ["start", "yearly"],
        "follow_up": WORDS,
        "evidence": WORDS,
        "labels_accepted": ["nordic-swan"],
        "effect": {"size": "medium", "unit": "kg", "uncertainty": "high", "because": WORDS},
        "facts": ["cleaning/share"],
        "already_law": {"cite": "FOR-2008-02-08-112", "mark": "A", "says": WORDS},
        "conflicts_with": ["cleaning-other"],
        "value_from_nok": 500_000,
        "market": "wide",
        "owner": "redaksjonen",
        "review_by": "2027-11-30",
        "status": "published",
    }
    told.update(changes)
    return {key: value for key, value in told.items() if value is not None}


def fact(**changes: object) -> dict[str, object]:
    """A fact read in its source."""
    return {
        "topic": "Share", "figures": [30, 50], "unit": "%", "standard": "", "source": "report", "basis": "seen",
        "confidence": "high", **changes,
    }  # fmt: skip


GROUP = {
    "name": WORDS, "order": 1, "cpv": ["90910000"], "cpv_also": [], "lead": WORDS, "impacts": [WORDS],
    "needs": [WORDS], "risks": [{"about": WORDS, "level": "high", "basis": "seen"}],
    "missing_kinds": dict.fromkeys(("technical-specification", "selection", "award-criterion"), WORDS),
    "missing_levels": {"avansert": WORDS, "spydspiss": WORDS},
    "words": {"nb": ["renhold"], "nn": [], "en": ["cleaning"]},
}  # fmt: skip
LISTS = {
    "terms.yaml": {"kind": {"selection": WORDS}},
    "sources.yaml": {"report": {"title": "Rapport", "href": "https://example.org", "year": "2025"}},
    "labels.yaml": {
        "nordic-swan": {"name": "Svanemerket", "kind": "ecolabel", "href": "https://svanemerket.no"},
        "ended": {"name": "Gammelt merke", "kind": "ecolabel", "until": "2026-01-31"},
    },
    "references.yaml": {"en-12281": {"name": "EN 12281", "kind": "standard", "names": ["EN 12281"]}},
    "checks.yaml": {
        "figures_in_names": [r"EN \d+"], "nynorsk_groups": [], "same_words_in_a_row": 25, "alike_percent": 80,
    },
}  # fmt: skip


def write(folder: Path, relative: str, value: object) -> Path:
    """One file of the library; days are written bare."""
    path = folder / "criteria" / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dumped(value), encoding="utf-8")
    return path


def dumped(value: object) -> str:
    """YAML as people write it: days without quotes, every mapping written out."""

    class Plain(yaml.SafeDumper):
        def ignore_aliases(self, data: object) -> bool:
            return True

    text = yaml.dump(value, Dumper=Plain, allow_unicode=True, sort_keys=False)
    return text.replace("'2027-11-30'", "2027-11-30").replace("'2026-01-31'", "2026-01-31")


def write_library(folder: Path) -> Path:
    """One group, two criteria, without a fault; the first one's file comes back."""
    for name, value in LISTS.items():
        write(folder, name, value)
    write(folder, "cleaning/group.yaml", GROUP)
    write(folder, "cleaning/facts.yaml", {"share": fact(), "guess": fact(basis="recall")})
    other = version(
        conflicts_with=None, topic="other", why={name: f"Noe helt annet står her, {name}." for name in WORDS},
        requirement={"nb": "Vaskevannet tømmes i sluk.", "nn": "Vaskevatnet i sluk.", "en": "Empty water in drains."},
        points_of_caution={name: f"Pass på avløpet i gamle bygg, {name}." for name in WORDS}, parameters=None,
    )  # fmt: skip
    write(folder, f"cleaning/cleaning-other/{ORDINARY}.yaml", other)
    return write(folder, f"cleaning/cleaning-one/{ORDINARY}.yaml", version())
