"""A lot's terms: award criteria with weights of every kind, reservations, conditions, clean vehicles."""

from __future__ import annotations

from dugnad.eforms.element import code, extension, number, parameter_code, texts
from dugnad.eforms.spec import Criterion, Lot

WITHHELD = "-1"


def awarding_terms(lot: Lot, language: str, *, has_results: bool) -> str:
    """The lot's TenderingTerms, or nothing."""
    inner = extension("" if has_results else _clean_vehicles(lot))
    if lot.reserved:
        requirement = code("TendererRequirementTypeCode", "reserved-procurement", lot.reserved)
        inner += (
            f"<cac:TendererQualificationRequest><cac:SpecificTendererRequirement>{requirement}"
            "</cac:SpecificTendererRequirement></cac:TendererQualificationRequest>"
        )
    for name, value, text in (
        ("reserved-execution", lot.reserved_execution, ""),
        ("conditions", "performance" if lot.performance_terms else "", lot.performance_terms),
    ):
        if value:
            inner += (
                f"<cac:ContractExecutionRequirement>{code('ExecutionRequirementCode', name, value)}"
                f"{texts('cbc:Description', text, language)}</cac:ContractExecutionRequirement>"
            )
    if lot.criteria or lot.formula or lot.order_reason:
        inner += f"<cac:AwardingTerms>{_blocks(lot, language)}</cac:AwardingTerms>"
    return f"<cac:TenderingTerms>{inner}</cac:TenderingTerms>" if inner else ""


def _blocks(lot: Lot, language: str) -> str:
    """One AwardingCriterion for all criteria, or one for each; formula and order stand in the first."""
    words = texts("cbc:Description", lot.order_reason, language)
    words += texts("cbc:CalculationExpression", lot.formula, language)
    criteria = [_criterion(one, language) for one in lot.criteria]
    blocks = criteria if lot.has_one_block_each and criteria else ["".join(criteria)]
    blocks[0] = words + blocks[0]
    return "".join(f"<cac:AwardingCriterion>{block}</cac:AwardingCriterion>" for block in blocks)


def _criterion(one: Criterion, language: str) -> str:
    kind = code("AwardingCriterionTypeCode", "award-criterion-type", one.type_code) if one.type_code else ""
    return (
        f"<cac:SubordinateAwardingCriterion>{extension(_parameters(one))}{kind}"
        f"{texts('cbc:Name', one.name, language)}{texts('cbc:Description', one.description, language)}"
        "</cac:SubordinateAwardingCriterion>"
    )


def _parameters(one: Criterion) -> str:
    inner = ""
    if one.is_withheld:
        inner += _parameter("number-weight", one.weight_code, WITHHELD, _privacy(one))
    elif one.weight is not None:
        inner += _parameter("number-weight", one.weight_code, number(one.weight))
    if one.fixed is not None:
        inner += _parameter("number-fixed", "fix-tot", number(one.fixed))
    if one.threshold is not None:
        inner += _parameter("number-threshold", "min-score", number(one.threshold))
    return inner


def _parameter(list_name: str, value: str, numeric: str, privacy: str = "") -> str:
    return (
        f"<efac:AwardCriterionParameter>{privacy}{parameter_code(list_name, value)}"
        f"<efbc:ParameterNumeric>{numeric}</efbc:ParameterNumeric></efac:AwardCriterionParameter>"
    )


def _privacy(one: Criterion) -> str:
    until = (
        f"<efbc:PublicationDate>{one.withheld_until.isoformat()}+01:00</efbc:PublicationDate>"
        if one.withheld_until
        else ""
    )
    reason = code("ReasonCode", "non-publication-justification", "eo-int")
    return (
        '<efac:FieldsPrivacy><efbc:FieldIdentifierCode listName="non-publication-identifier">awa-cri-num'
        f"</efbc:FieldIdentifierCode>{reason}{until}</efac:FieldsPrivacy>"
    )


def _clean_vehicles(lot: Lot) -> str:
    if lot.cvd_applies is None:
        return ""
    contract = ""
    if lot.cvd_contract_type:
        contract = (
            '<efac:StrategicProcurementInformation><efbc:ProcurementCategoryCode listName="cvd-contract-type">'
            f"{lot.cvd_contract_type}</efbc:ProcurementCategoryCode></efac:StrategicProcurementInformation>"
        )
    applies = "true" if lot.cvd_applies else "false"
    return (
        f'<efac:StrategicProcurement><efbc:ApplicableLegalBasis listName="cvd-scope">{applies}'
        f"</efbc:ApplicableLegalBasis>{contract}</efac:StrategicProcurement>"
    )


def vehicles_of(lot: Lot) -> str:
    """Counts of vehicles in a lot's result."""
    if lot.vehicles is None:
        return ""
    counts = (
        ("vehicles", lot.vehicles.total),
        ("vehicles-zero-emission", lot.vehicles.zero),
        ("vehicles-clean", lot.vehicles.clean),
    )
    statistics = "".join(
        f"<efac:StrategicProcurementStatistics>{code_of_vehicles(name)}"
        f"<efbc:StatisticsNumeric>{count}</efbc:StatisticsNumeric></efac:StrategicProcurementStatistics>"
        for name, count in counts
    )
    return (
        "<efac:StrategicProcurement><efac:StrategicProcurementInformation>"
        f'<efbc:ProcurementCategoryCode listName="cvd-contract-type">{lot.cvd_contract_type}'
        "</efbc:ProcurementCategoryCode><efac:ProcurementDetails>"
        f'<efbc:AssetCategoryCode listName="vehicle-category">{lot.vehicles.category}</efbc:AssetCategoryCode>'
        f"{statistics}</efac:ProcurementDetails></efac:StrategicProcurementInformation></efac:StrategicProcurement>"
    )


def code_of_vehicles(name: str) -> str:
    return f'<efbc:StatisticsCode listName="vehicles">{name}</efbc:StatisticsCode>'
