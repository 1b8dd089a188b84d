"""Writes eForms notices (UBL 2.3) as their senders do: used for demonstration, tests and load.

Plain strings, escaped once: a notice is written far more often than it is looked at.
"""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

from dugnad.eforms.awarding import awarding_terms, vehicles_of
from dugnad.eforms.element import amount, code, extension, texts
from dugnad.eforms.form import FORMS, Form, customization
from dugnad.eforms.spec import Change, LegalReference, Lot, Notice, Organisation

UBL = "urn:oasis:names:specification:ubl:schema:xsd"
EXTENSIONS = "http://data.europa.eu/p27/eforms-ubl-extension"
NAMESPACES = (
    f'xmlns:cac="{UBL}:CommonAggregateComponents-2" xmlns:cbc="{UBL}:CommonBasicComponents-2" '
    f'xmlns:ext="{UBL}:CommonExtensionComponents-2" xmlns:efext="{EXTENSIONS}s/1" '
    f'xmlns:efac="{EXTENSIONS}-aggregate-components/1" xmlns:efbc="{EXTENSIONS}-basic-components/1"'
)


def write_notice(notice: Notice) -> bytes:
    """The notice as XML bytes in UTF-8."""
    form = FORMS[notice.subtype]
    parts = [
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{form.document} xmlns="{UBL}:{form.document}-2" {NAMESPACES}>',
        extension(_extension(notice, form)),
        _head(notice, form),
        *(_contracting_party(buyer, number) for number, buyer in enumerate(notice.buyers, 1)),
        _tendering_terms(notice),
        _process(notice, form),
        _procedure(notice),
        *(_lot(lot, notice, form) for lot in notice.lots),
        f"</{form.document}>\n",
    ]
    return "\n".join(part for part in parts if part).encode()


def _head(notice: Notice, form: Form) -> str:
    directive = notice.directive if notice.directive is not None else form.directive
    profile = form.profile if notice.profile is None else notice.profile
    day = f"{notice.issue_date.isoformat()}{notice.offset}"
    has_procedure = form.form_type not in ("planning", "consultation")
    lines = [
        "<cbc:UBLVersionID>2.3</cbc:UBLVersionID>",
        f"<cbc:CustomizationID>{customization(notice.sdk, profile)}</cbc:CustomizationID>",
        f'<cbc:ID schemeName="notice-id">{escape(notice.notice_id)}</cbc:ID>',
        f"<cbc:ContractFolderID>{escape(notice.procedure_id)}</cbc:ContractFolderID>" if has_procedure else "",
        f"<cbc:IssueDate>{day}</cbc:IssueDate>",
        f"<cbc:IssueTime>12:00:00{notice.offset}</cbc:IssueTime>",
        f"<cbc:VersionID>{escape(notice.version)}</cbc:VersionID>",
        f"<cbc:RegulatoryDomain>{escape(directive)}</cbc:RegulatoryDomain>",
        code("NoticeTypeCode", form.form_type, form.notice_type),
        f"<cbc:NoticeLanguageCode>{escape(notice.language)}</cbc:NoticeLanguageCode>",
        *(
            f"<cac:AdditionalNoticeLanguage><cbc:ID>{escape(one)}</cbc:ID></cac:AdditionalNoticeLanguage>"
            for one in notice.additional_languages
        ),
    ]
    return "\n".join(line for line in lines if line)


def _extension(notice: Notice, form: Form) -> str:
    organisations = (*notice.buyers, *notice.winners, *notice.others)
    subtype = code("SubTypeCode", "notice-subtype", form.subtype)
    return "".join(
        (
            _change(notice.change, notice.language) if notice.change else "",
            _result(notice) if form.is_award else "",
            f"<efac:NoticeSubType>{subtype}</efac:NoticeSubType>",
            "<efac:Organizations>",
            *(_organisation(one, number, notice.language) for number, one in enumerate(organisations, 1)),
            "</efac:Organizations>",
            _publication(notice.publication_number),
        )
    )


def _change(change: Change, language: str) -> str:
    return (
        f"<efac:Changes><efbc:ChangedNoticeIdentifier>{escape(change.notice_id)}</efbc:ChangedNoticeIdentifier>"
        f"<efac:ChangeReason>{code('ReasonCode', 'change-corrig-justification', change.reason)}"
        f"{texts('efbc:ReasonDescription', change.description, language)}</efac:ChangeReason></efac:Changes>"
    )


def _publication(number: str) -> str:
    if not number:
        return ""
    return (
        '<efac:Publication><efbc:NoticePublicationID schemeName="ojs-notice-id">'
        f"{escape(number)}</efbc:NoticePublicationID></efac:Publication>"
    )


def _organisation(one: Organisation, number: int, language: str) -> str:
    place = f"<cbc:CityName>{escape(one.city)}</cbc:CityName>" if one.city else ""
    place += code("CountrySubentityCode", "nuts-lvl3", one.nuts) if one.nuts else ""
    legal = f"<cbc:CompanyID>{escape(one.orgnr)}</cbc:CompanyID>" if one.orgnr else ""
    central = "<efbc:AcquiringCPBIndicator>true</efbc:AcquiringCPBIndicator>" if one.is_central else ""
    return (
        f"<efac:Organization>{central}<efac:Company><cac:PartyIdentification>"
        f'<cbc:ID schemeName="organization">ORG-{number:04d}</cbc:ID></cac:PartyIdentification>'
        f"<cac:PartyName>{texts('cbc:Name', one.name, language)}</cac:PartyName>"
        f"<cac:PostalAddress>{place}<cac:Country>{code('IdentificationCode', 'country', one.country)}</cac:Country>"
        "</cac:PostalAddress>"
        f"{f'<cac:PartyLegalEntity>{legal}</cac:PartyLegalEntity>' if legal else ''}"
        "</efac:Company></efac:Organization>"
    )


def _contracting_party(buyer: Organisation, number: int) -> str:
    legal_type = code("PartyTypeCode", "buyer-legal-type", buyer.legal_type)
    activity = code("ActivityTypeCode", "authority-activity", buyer.activity)
    return (
        "<cac:ContractingParty>"
        f"{f'<cac:ContractingPartyType>{legal_type}</cac:ContractingPartyType>' if buyer.legal_type else ''}"
        f"{f'<cac:ContractingActivity>{activity}</cac:ContractingActivity>' if buyer.activity else ''}"
        f'<cac:Party><cac:PartyIdentification><cbc:ID schemeName="organization">ORG-{number:04d}</cbc:ID>'
        "</cac:PartyIdentification></cac:Party></cac:ContractingParty>"
    )


def _tendering_terms(notice: Notice) -> str:
    references = "".join(_legal(one, notice.language) for one in notice.legal_references)
    groups = [lot for lot in notice.lots if lot.kind == "LotsGroup" and lot.group_lots]
    distribution = "".join(_group(lot.lot_id, lot.group_lots) for lot in groups)
    if distribution:
        distribution = f"<cac:LotDistribution>{distribution}</cac:LotDistribution>"
    return f"<cac:TenderingTerms>{references}{distribution}</cac:TenderingTerms>" if references or distribution else ""


def _legal(one: LegalReference, language: str) -> str:
    scheme = ' schemeName="ELI"' if one.is_eli else ""
    return (
        f"<cac:ProcurementLegislationDocumentReference><cbc:ID{scheme}>{escape(one.reference)}</cbc:ID>"
        f"{texts('cbc:DocumentDescription', one.description, language)}</cac:ProcurementLegislationDocumentReference>"
    )


def _group(lot_id: str, members: Iterable[str]) -> str:
    lots = "".join(
        f'<cac:ProcurementProjectLotReference><cbc:ID schemeName="Lot">{escape(one)}</cbc:ID>'
        "</cac:ProcurementProjectLotReference>"
        for one in members
    )
    group = f'<cbc:LotsGroupID schemeName="LotsGroup">{escape(lot_id)}</cbc:LotsGroupID>'
    return f"<cac:LotsGroup>{group}{lots}</cac:LotsGroup>"


def _process(notice: Notice, form: Form) -> str:
    if form.form_type in ("planning", "consultation") or not notice.procedure_type:
        return ""
    procedure = code("ProcedureCode", "procurement-procedure-type", notice.procedure_type)
    return f"<cac:TenderingProcess>{procedure}</cac:TenderingProcess>"


def _procedure(notice: Notice) -> str:
    return (
        f"<cac:ProcurementProject>{texts('cbc:Name', notice.title, notice.language)}"
        f"{texts('cbc:Description', notice.description, notice.language)}"
        f"{code('ProcurementTypeCode', 'contract-nature', notice.nature)}"
        f"{_value(notice.value, notice.currency)}{_cpv(notice.cpv)}</cac:ProcurementProject>"
    )


def _value(value: float | None, currency: str) -> str:
    if value is None:
        return ""
    total = amount("cbc:EstimatedOverallContractAmount", value, currency)
    return f"<cac:RequestedTenderTotal>{total}</cac:RequestedTenderTotal>"


def _cpv(main: str, additional: Iterable[str] = ()) -> str:
    def one(element: str, value: str) -> str:
        return f"<cac:{element}>{code('ItemClassificationCode', 'cpv', value)}</cac:{element}>" if value else ""

    return one("MainCommodityClassification", main) + "".join(
        one("AdditionalCommodityClassification", value) for value in additional
    )


def _lot(lot: Lot, notice: Notice, form: Form) -> str:
    language = notice.language
    project = "".join(
        (
            texts("cbc:Name", lot.title or notice.title, language),
            texts("cbc:Description", lot.description, language),
            ""
            if lot.kind == "LotsGroup"
            else code("ProcurementTypeCode", "contract-nature", lot.nature or notice.nature),
            _additional_types(lot, language),
            _value(lot.value, lot.currency),
            "" if lot.kind == "LotsGroup" else _cpv(lot.cpv or notice.cpv, lot.cpv_additional),
            _location(lot.nuts),
        )
    )
    return (
        f"<cac:ProcurementProjectLot><cbc:ID schemeName={quoteattr(lot.kind)}>{escape(lot.lot_id)}</cbc:ID>"
        f"{awarding_terms(lot, language, has_results=form.is_award)}{_lot_process(lot, form)}"
        f"<cac:ProcurementProject>{project}</cac:ProcurementProject></cac:ProcurementProjectLot>"
    )


def _location(nuts: str) -> str:
    if not nuts:
        return ""
    area = code("CountrySubentityCode", "nuts-lvl3", nuts)
    country = code("IdentificationCode", "country", "NOR")
    return (
        f"<cac:RealizedLocation><cac:Address>{area}<cac:Country>{country}</cac:Country></cac:Address>"
        "</cac:RealizedLocation>"
    )


def _lot_process(lot: Lot, form: Form) -> str:
    inner = ""
    if lot.deadline and form.form_type == "competition":
        inner += (
            f"<cac:TenderSubmissionDeadlinePeriod><cbc:EndDate>{lot.deadline.isoformat()}+01:00</cbc:EndDate>"
            "<cbc:EndTime>12:00:00+01:00</cbc:EndTime></cac:TenderSubmissionDeadlinePeriod>"
        )
    if lot.framework:
        system = code("ContractingSystemTypeCode", "framework-agreement", lot.framework)
        inner += f"<cac:ContractingSystem>{system}</cac:ContractingSystem>"
    return f"<cac:TenderingProcess>{inner}</cac:TenderingProcess>" if inner else ""


def _additional_types(lot: Lot, language: str) -> str:
    lists = (
        ("accessibility", lot.accessibility, lot.accessibility_text),
        ("strategic-procurement", lot.strategic, lot.strategic_text),
        ("environmental-impact", lot.environmental_impact, ""),
        ("gpp-criteria", lot.gpp_criteria, ""),
        ("social-objective", lot.social_objective, ""),
        ("innovative-acquisition", lot.innovation, ""),
    )
    return "".join(
        f"<cac:ProcurementAdditionalType>{code('ProcurementTypeCode', name, value)}"
        f"{texts('cbc:ProcurementType', text, language)}</cac:ProcurementAdditionalType>"
        for name, values, text in lists
        for value in values
    )


def _result(notice: Notice) -> str:
    """One result, tender and contract per lot; winners take turns."""
    lots = [lot for lot in notice.lots if lot.kind == "Lot"]
    first_winner = len(notice.buyers) + 1
    total = "" if notice.result_value is None else amount("cbc:TotalAmount", notice.result_value, notice.currency)
    return (
        f"<efac:NoticeResult>{total}"
        f"{''.join(_lot_result(lot, number, has_winner=bool(notice.winners)) for number, lot in enumerate(lots, 1))}"
        f"{''.join(_tender(lot, number, notice, first_winner) for number, lot in enumerate(lots, 1))}"
        "</efac:NoticeResult>"
    )


def _lot_result(lot: Lot, number: int, *, has_winner: bool) -> str:
    status = code("TenderResultCode", "winner-selection-status", "selec-w" if has_winner else "clos-nw")
    tender = (
        f'<efac:LotTender><cbc:ID schemeName="tender">TEN-{number:04d}</cbc:ID></efac:LotTender>' if has_winner else ""
    )
    vehicles = vehicles_of(lot)
    return (
        f'<efac:LotResult><cbc:ID schemeName="result">RES-{number:04d}</cbc:ID>{status}{tender}{vehicles}'
        f'<efac:TenderLot><cbc:ID schemeName="Lot">{escape(lot.lot_id)}</cbc:ID></efac:TenderLot></efac:LotResult>'
    )


def _tender(lot: Lot, number: int, notice: Notice, first_winner: int) -> str:
    if not notice.winners:
        return ""
    winner = first_winner + (number - 1) % len(notice.winners)
    party = f'<cbc:ID schemeName="tendering-party">TPA-{number:04d}</cbc:ID>'
    tender = f'<cbc:ID schemeName="tender">TEN-{number:04d}</cbc:ID>'
    return (
        f"<efac:LotTender>{tender}<efac:TenderingParty>{party}</efac:TenderingParty>"
        f'<efac:TenderLot><cbc:ID schemeName="Lot">{escape(lot.lot_id)}</cbc:ID></efac:TenderLot></efac:LotTender>'
        f'<efac:SettledContract><cbc:ID schemeName="contract">CON-{number:04d}</cbc:ID>'
        f"<efac:LotTender>{tender}</efac:LotTender></efac:SettledContract>"
        f'<efac:TenderingParty>{party}<efac:Tenderer><cbc:ID schemeName="organization">ORG-{winner:04d}</cbc:ID>'
        "</efac:Tenderer></efac:TenderingParty>"
    )
