"""The forms of eForms: which document, form type, notice type and directive a subtype stands for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Document = Literal["PriorInformationNotice", "ContractNotice", "ContractAwardNotice"]
Profile = Literal["eu", "national", "national-e", "none"]

CLASSIC, UTILITIES, CONCESSIONS, DEFENCE = "32014L0024", "32014L0025", "32014L0023", "32009L0081"


@dataclass(frozen=True, slots=True)
class Form:
    """One notice subtype."""

    subtype: str
    document: Document
    form_type: str
    notice_type: str
    directive: str
    """BT-01; `other` below the EEA thresholds."""
    profile: Profile

    @property
    def is_award(self) -> bool:
        return self.document == "ContractAwardNotice"


def forms_of(document: Document, form_type: str, notice_type: str, subtypes: str) -> dict[str, Form]:
    """Forms of one kind; `subtypes` holds "number:directive" pairs."""
    found = {}
    for pair in subtypes.split():
        subtype, _, directive = pair.partition(":")
        profile: Profile = "eu" if subtype.isdigit() else "national" if subtype.startswith("N") else "national-e"
        found[subtype] = Form(subtype, document, form_type, notice_type, directive or "other", profile)
    return found


FORMS: dict[str, Form] = {
    **forms_of("PriorInformationNotice", "planning", "pin-only", f"4:{CLASSIC} 5:{UTILITIES} 6:{DEFENCE} N4 E2"),
    **forms_of("PriorInformationNotice", "planning", "pin-rtl", f"7:{CLASSIC} 8:{UTILITIES} 9:{DEFENCE}"),
    **forms_of("PriorInformationNotice", "competition", "pin-cfc-standard", f"10:{CLASSIC} 11:{UTILITIES}"),
    **forms_of("PriorInformationNotice", "competition", "pin-cfc-social", f"12:{CLASSIC} 13:{UTILITIES}"),
    **forms_of("PriorInformationNotice", "consultation", "pmc", "E1"),
    **forms_of(
        "ContractNotice", "competition", "cn-standard",
        f"16:{CLASSIC} 17:{UTILITIES} 18:{DEFENCE} 19:{CONCESSIONS} N16 E3",
    ),
    **forms_of("ContractNotice", "competition", "cn-social", f"20:{CLASSIC} 21:{UTILITIES}"),
    **forms_of("ContractNotice", "competition", "cn-desg", f"23:{CLASSIC} 24:{UTILITIES}"),
    **forms_of(
        "ContractAwardNotice", "dir-awa-pre", "veat",
        f"25:{CLASSIC} 26:{UTILITIES} 27:{DEFENCE} 28:{CONCESSIONS}",
    ),
    **forms_of(
        "ContractAwardNotice", "result", "can-standard",
        f"29:{CLASSIC} 30:{UTILITIES} 31:{DEFENCE} 32:{CONCESSIONS} N29 E4",
    ),
    **forms_of("ContractAwardNotice", "result", "can-social", f"33:{CLASSIC} 34:{UTILITIES} 35:{CONCESSIONS}"),
    **forms_of("ContractAwardNotice", "result", "can-desg", f"36:{CLASSIC} 37:{UTILITIES}"),
    **forms_of(
        "ContractAwardNotice", "cont-modif", "can-modif",
        f"38:{CLASSIC} 39:{UTILITIES} 40:{CONCESSIONS} E6",
    ),
    **forms_of("ContractAwardNotice", "completion", "compl", "E5"),
}  # fmt: skip

SUFFIX: dict[Profile, str] = {
    "eu": "#extended#urn:fdc:anskaffelser.no:2023:eforms:eu",
    "national": "#extended#urn:fdc:anskaffelser.no:2023:eforms:national",
    "national-e": "#extended#urn:fdc:anskaffelser.no:2026:eforms:national-e",
    "none": "",
}


def customization(sdk: str, profile: Profile) -> str:
    """CustomizationID: the SDK, and the Norwegian profile where there is one."""
    return f"eforms-sdk-{sdk}{SUFFIX[profile]}"
