"""The award criteria as an eForms lot (UBL 2.3) to carry into a notice, with Norway's codes where they are in force."""

from __future__ import annotations

from dugnad.criteria import tender_words as words
from dugnad.criteria.tender import AWARD, Entry, TenderText, plain
from dugnad.eforms.awarding import awarding_terms
from dugnad.eforms.codes import code_on, language_alpha_3
from dugnad.eforms.element import texts
from dugnad.eforms.spec import Criterion, Lot
from dugnad.eforms.writer import NAMESPACES
from dugnad.errors import DugnadError

ENVIRONMENT_CODE = "quality-nor-env-criteria"
LOT_ID = "LOT-0001"


def eforms_fragment(text: TenderText) -> bytes:
    """A ProcurementProjectLot with its award criteria in the order of the text."""
    criteria = award_criteria(text)
    if not criteria:
        raise DugnadError("The selection has no award criteria, so there is nothing to put in a notice. Add one.")
    language = notice_language(text.language)
    terms = awarding_terms(Lot(lot_id=LOT_ID, criteria=criteria), language, has_results=False)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<cac:ProcurementProjectLot {NAMESPACES}><cbc:ID schemeName="Lot">{LOT_ID}</cbc:ID>{terms}'
        f"<cac:ProcurementProject>{texts('cbc:Name', text.title, language)}</cac:ProcurementProject>"
        "</cac:ProcurementProjectLot>\n"
    ).encode()


def notice_language(language: str) -> str:
    """The notice's language code; bokmål and nynorsk are both Norwegian there."""
    return "ENG" if language == "en" else language_alpha_3("no")


def award_criteria(text: TenderText) -> tuple[Criterion, ...]:
    """Every award criterion as a notice says it: those of the library, then the buyer's own."""
    section = next((one for one in text.sections if one.kind == AWARD), None)
    chosen = [_criterion(entry, text) for entry in section.entries] if section else []
    own = [
        Criterion(
            type_code=words.other_code(name),
            name=name,
            description=words.sentence("other_criterion", text.language),
            weight=weight,
        )
        for name, weight in text.own
    ]
    return (*chosen, *own)


def _criterion(entry: Entry, text: TenderText) -> Criterion:
    has_code = entry.is_environmental and code_on("award-criterion-type", ENVIRONMENT_CODE, text.on) is not None
    told = (plain(entry.requirement), plain(entry.scoring), entry.note, entry.citation)
    return Criterion(
        type_code=ENVIRONMENT_CODE if has_code else "quality",
        name=entry.name,
        description=" ".join(filter(None, told)),
        weight=entry.weight_percent,
    )
