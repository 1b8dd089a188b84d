"""What the words of a statement invoke: the paths of the climate and environment rule other than weight and rank."""

from __future__ import annotations

from dugnad.wording.verdict import Verdict


def invoked_path(text: str) -> str | None:
    """spec, insignificant, critical-interest or national-minimum; None where unclear."""
    folded = text.lower()
    if "ubetydelig" in folded or "uvesentlig" in folded:
        return "insignificant"
    return "spec" if "kravspesifikasjon" in folded else None


def only_repeats_rule(text: str) -> bool:
    """Does the reason only repeat the words of the rule?"""
    return not text.strip()


def is_plainly_other(verdict: Verdict, text: str) -> bool:
    """Is a text under an environmental code plainly about something else?"""
    return False
