"""From documents to the outcome of the climate and environment rule, and the fields they are reported in."""

from __future__ import annotations

from typing import Any

import pytest

from documents.layouts import document
from dugnad.documents.as_dict import as_dict
from dugnad.documents.award_words import check_award_words
from dugnad.documents.contradictions import check_contradictions
from dugnad.documents.document import Document, Place, Remark
from dugnad.documents.judging import purchase_of
from dugnad.documents.procurement import read_procurement

HEAD = """
Konkurransegrunnlag
Bergheim kommune
Org.nr. 100 001 039
Kunngjort {day}
# 1 Om anskaffelsen
Bergheim kommune skal kjøpe møbler. Anslått verdi er {value} kroner ekskl. mva. CPV 39130000.
Anskaffelsen følger lov om offentlige anskaffelser og forskrift om offentlige anskaffelser.
# 4 Tildelingskriterier
{award}
"""


def told(award: str, *, day: str = "5. mars 2025", value: str = "8 000 000") -> dict[str, Any]:
    return as_dict(read_procurement([document(HEAD.format(day=day, value=value, award=award))]))


RANKED = "Kriteriene er i prioritert rekkefølge:\n"


@pytest.mark.parametrize(
    ("award", "day", "outcome"),
    [
        ("* Pris 70 %\n* Miljø 30 %", "5. mars 2025", "MET_WEIGHT"),
        ("* Pris 80 %\n* Miljø 20 %", "5. mars 2025", "POSSIBLE_BREACH"),
        (f"{RANKED}* Pris\n* Miljø\n* Kvalitet", "5. mars 2025", "MET_RANK"),
        (f"{RANKED}* Pris\n* Kvalitet\n* Service\n* Miljø", "5. august 2026", "POSSIBLE_BREACH"),
        ("Kontrakten tildeles tilbudet med lavest pris.", "5. mars 2025", "POSSIBLE_BREACH"),
        ("* Pris 80 %\n* Miljø 30 %", "5. mars 2025", "MANUAL_REVIEW"),
        ("* Pris 60 %\n* Kvalitet og miljø 40 %", "5. mars 2025", "MANUAL_REVIEW"),
        ("* Pris 40–60 %\n* Kvalitet 10–30 %\n* Miljø 30–40 %", "5. mars 2025", "MET_WEIGHT"),
        ("Vektene kommer senere.\n* Pris\n* Miljø", "5. mars 2025", "UNKNOWN"),
        ("* Pris 75 %\n* Miljø 25 %", "5. mars 2022", "SHOULD_NOT_MET"),
        ("Alle tilbud leses.", "5. mars 2025", "UNKNOWN"),
    ],
)
def test_outcome_follows_from_the_documents(award: str, day: str, outcome: str) -> None:
    assert told(award, day=day)["outcome"] == outcome


def test_under_the_duty_to_announce_the_general_duty_remains() -> None:
    found = told("Kontrakten tildeles tilbudet med lavest pris.", day="5. august 2026", value="900 000")

    assert found["outcome"] == "DUTY_APPLIES"


def test_disputed_weights_are_shown_with_the_other_place() -> None:
    found = told("* Pris 80 %\n* Miljø 30 %\n# 9 Kort sagt\nTildelingskriteriene er pris (70 %) og miljø (20 %).")
    lot = found["lots"][0]

    assert lot["weights_sum"] == 110
    assert lot["alternative_weights"]["weights"] == {"pris": 70, "miljø": 20}
    assert lot["env_weight_candidates"] == [30, 27.3, 20]
    assert [one["code"] for one in found["contradictions"]] == ["weights-do-not-sum", "two-weights", "two-weights"]


def test_an_unreadable_document_gives_no_facts() -> None:
    remark = Remark(code="no-text-layer", message="Filen har ikke tekst.", place=Place(file="bilde.pdf", page=1))
    image = Document(file="bilde.pdf", media="pdf", parts=(), is_readable=False, remarks=(remark,))

    found = as_dict(read_procurement([image]))

    assert (found["outcome"], found["body"], found["lots"][0]["criteria"]) == ("UNKNOWN", None, [])
    assert [one["code"] for one in found["remarks"]] == ["no-text-layer"]


def test_the_purchase_carries_what_other_duties_ask() -> None:
    purchase = purchase_of(
        read_procurement([document(HEAD.format(day="5. mars 2025", value="8 000 000", award="* Pris 100 %"))])
    )

    assert (purchase.cpvs, purchase.notice.buyer_kind, purchase.notice.value_nok, purchase.documents) == (
        ("39130000",),
        "municipality",
        8_000_000.0,
        "read",
    )


def test_the_words_are_without_fault() -> None:
    assert [str(fault) for fault in (*check_award_words(), *check_contradictions())] == []
