"""Small eForms notices for tests: only the elements that a test is about, around them the least that a notice needs."""

from __future__ import annotations

from dugnad.notices.read import Reading, read_notice

NAMESPACES = """xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2"
 xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"
 xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2"
 xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1"
 xmlns:efbc="http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1"
 xmlns:efext="http://data.europa.eu/p27/eforms-ubl-extensions/1"
 xmlns:ext="urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2"
"""
UUID = "11111111-2222-4333-8444-555555555555"
FOLDER = "99999999-2222-4333-8444-555555555555"
NORWEGIAN = "#extended#urn:fdc:anskaffelser.no:2023:eforms:eu"


def extension(inner: str) -> str:
    return (
        "<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>"
        f"{inner}</efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>"
    )


def parameter(code: str | None, number: str, listed: str = "number-weight", more: str = "") -> str:
    unit = "" if code is None else f'<efbc:ParameterCode listName="{listed}">{code}</efbc:ParameterCode>'
    return (
        f"<efac:AwardCriterionParameter>{unit}<efbc:ParameterNumeric>{number}</efbc:ParameterNumeric>{more}"
        "</efac:AwardCriterionParameter>"
    )


def criterion(type_code: str, name: str = "", description: str = "", weight: str = "", language: str = "NOR") -> str:
    """One SubordinateAwardingCriterion; `weight` is parameters as XML."""
    label = f'<cbc:Name languageID="{language}">{name}</cbc:Name>' if name else ""
    text = f'<cbc:Description languageID="{language}">{description}</cbc:Description>' if description else ""
    code = f'<cbc:AwardingCriterionTypeCode listName="award-criterion-type">{type_code}</cbc:AwardingCriterionTypeCode>'
    return (
        f"<cac:SubordinateAwardingCriterion>{extension(weight) if weight else ''}{code if type_code else ''}"
        f"{label}{text}</cac:SubordinateAwardingCriterion>"
    )


def award(*criteria: str) -> str:
    return f"<cac:AwardingCriterion>{''.join(criteria)}</cac:AwardingCriterion>"


def lot(*awards: str, lot_id: str = "LOT-0001", scheme: str = "Lot", project: str = "", terms: str = "") -> str:
    return (
        f'<cac:ProcurementProjectLot><cbc:ID schemeName="{scheme}">{lot_id}</cbc:ID>'
        f"<cac:TenderingTerms>{terms}<cac:AwardingTerms>{''.join(awards)}</cac:AwardingTerms></cac:TenderingTerms>"
        f'<cac:ProcurementProject><cbc:Name languageID="NOR">Delkontrakt</cbc:Name>{project}</cac:ProcurementProject>'
        "</cac:ProcurementProjectLot>"
    )


def organisation(
    key: str = "ORG-0001", name: str = "Bærum kommune", number: str = "935478715", country: str = "NOR", more: str = ""
) -> str:
    return (
        f"<efac:Organization>{more}<efac:Company><cac:PartyIdentification><cbc:ID>{key}</cbc:ID>"
        f'</cac:PartyIdentification><cac:PartyName><cbc:Name languageID="NOR">{name}</cbc:Name></cac:PartyName>'
        "<cac:PostalAddress><cbc:CityName>Sandvika</cbc:CityName>"
        f"<cac:Country><cbc:IdentificationCode>{country}</cbc:IdentificationCode></cac:Country></cac:PostalAddress>"
        f"<cac:PartyLegalEntity><cbc:CompanyID>{number}</cbc:CompanyID></cac:PartyLegalEntity>"
        "</efac:Company></efac:Organization>"
    )


def buyer(key: str = "ORG-0001", legal_type: str = "la") -> str:
    return (
        "<cac:ContractingParty><cac:ContractingPartyType>"
        f'<cbc:PartyTypeCode listName="buyer-legal-type">{legal_type}</cbc:PartyTypeCode></cac:ContractingPartyType>'
        f"<cac:Party><cac:PartyIdentification><cbc:ID>{key}</cbc:ID></cac:PartyIdentification></cac:Party>"
        "</cac:ContractingParty>"
    )


def notice(
    *lots: str,
    uuid: str = UUID,
    version: str = "01",
    folder: str = FOLDER,
    day: str = "2025-03-03+01:00",
    profile: str = NORWEGIAN,
    language: str = "NOR",
    organisations: str | None = None,
    buyers: str | None = None,
    extra: str = "",
    body: str = "",
    form: str = "competition",
    subtype: str = "16",
) -> bytes:
    """A whole notice; `extra` goes into the notice's extension, `body` before the lots."""
    organised = organisation() if organisations is None else organisations
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><ContractNotice {NAMESPACES}>'
        + extension(
            f'<efac:NoticeSubType><cbc:SubTypeCode listName="notice-subtype">{subtype}</cbc:SubTypeCode>'
            f"</efac:NoticeSubType><efac:Organizations>{organised}</efac:Organizations>{extra}"
        )
        + f"<cbc:CustomizationID>eforms-sdk-1.7{profile}</cbc:CustomizationID>"
        f'<cbc:ID schemeName="notice-id">{uuid}</cbc:ID><cbc:ContractFolderID>{folder}</cbc:ContractFolderID>'
        f"<cbc:IssueDate>{day}</cbc:IssueDate><cbc:VersionID>{version}</cbc:VersionID>"
        "<cbc:RegulatoryDomain>32014L0024</cbc:RegulatoryDomain>"
        f'<cbc:NoticeTypeCode listName="{form}">cn-standard</cbc:NoticeTypeCode>'
        f"<cbc:NoticeLanguageCode>{language}</cbc:NoticeLanguageCode>"
        f"{buyer() if buyers is None else buyers}{body}{''.join(lots)}</ContractNotice>"
    ).encode()


def read(*lots: str, **more: str) -> Reading:
    return read_notice(notice(*lots, **more), file="test.xml")


def codes(reading: Reading) -> list[str]:
    """The problem codes, in order."""
    return [row["code"] for row in reading.problems]
