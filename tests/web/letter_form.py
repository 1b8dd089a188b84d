"""What the form of a letter sends: the shipped letter, changed where given."""

from __future__ import annotations

from dugnad.plan.letter_words import first_letter


def letter_form(**changed: str) -> dict[str, str]:
    """Every field of the form."""
    words = first_letter()
    texts = {f"{part}_{tongue}": words[part][tongue] for part in ("subject", "text") for tongue in ("nb", "nn", "en")}
    acts = {"act_shall": "confirm", "act_invited": "join"}
    return {"title": "Brevet", "sender": "Departementet", "reply_by": "", **acts, **texts, **changed}
