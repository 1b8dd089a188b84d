"""Is the buyer bound by the climate and environment rule, and is it the state for the threshold's sake?"""

from __future__ import annotations

from dugnad.law.facts import NoticeFacts

ALWAYS_BOUND = frozenset({"cga", "ra", "la", "rl-aut", "grp-p-aut"})
STATE_KINDS = frozenset({"ministry", "state-agency", "governor"})
LOCAL_KINDS = frozenset({"county", "municipality", "municipal-enterprise", "inter-municipal"})
BOUND_KINDS = STATE_KINDS | LOCAL_KINDS | {"health"}


def is_bound(notice: NoticeFacts, regulation: str) -> bool | None:
    """By the register where it knows the buyer, else by the buyer's own code (BT-11). None: unknown."""
    kind, code = notice.buyer_kind, notice.buyer_legal_type
    if kind in BOUND_KINDS:
        return True
    if kind == "state-enterprise" and regulation in {"ff", "kkf"}:
        return True
    if code in ALWAYS_BOUND or code.startswith("body-pl"):
        return True
    if code == "spec-rights-entity":
        return {"ff": True, "kkf": True, "foa": False}.get(regulation)
    if code.startswith("pub-undert") and (regulation == "ff" or "cga" in code):
        return True
    return None


def is_state(notice: NoticeFacts) -> bool | None:
    """Central government has a threshold of its own: by the register, else where BT-11 says `cga`. None: unknown."""
    if notice.buyer_kind in STATE_KINDS:
        return True
    if notice.buyer_kind in LOCAL_KINDS:
        return False
    if notice.buyer_legal_type:
        return "cga" in notice.buyer_legal_type
    return False if notice.buyer_kind == "health" else None
