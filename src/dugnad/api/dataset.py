"""The library described for catalogues of open data: DCAT-AP-NO as JSON-LD."""

from __future__ import annotations

from datetime import date
from typing import Any

from dugnad.criteria.criterion import Library, Version
from dugnad.criteria.tender import pieces_of, plain

LICENCE = "http://publications.europa.eu/resource/authority/licence/CC_BY_4_0"
LANGUAGE = "http://publications.europa.eu/resource/authority/language/"
LANGUAGES = ("NOB", "NNO", "ENG")
MEDIA = "https://www.iana.org/assignments/media-types/"
FORMS = {"criteria": "application/json", "criteria.csv": "text/csv", "criteria.jsonld": "application/ld+json"}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
NAME = {
    "nb": "Veiledende kriterier for offentlige anskaffelser",
    "nn": "Rettleiande kriterium for offentlege innkjøp",
    "en": "Guiding criteria for public procurement",
}
ABOUT = {
    "nb": "Kriterier for klima, miljø og sosialt ansvar, med versjoner, kilder og hvor sikre tallene er.",
    "nn": "Kriterium for klima, miljø og sosialt ansvar, med versjonar, kjelder og kor sikre tala er.",
    "en": "Criteria for climate, environment and social responsibility, with versions, sources and how sure we are.",
}
KEYWORDS = {"nb": "innkjøp", "nn": "innkjøp", "en": "procurement"}


def dataset(library: Library, base: str) -> dict[str, Any]:
    """The dataset, its distributions, and each criterion as a concept. `base` is the site's address."""
    days = [version.day for one in library.criteria.values() for version in one.versions.values]
    return {
        "@context": CONTEXT,
        "@graph": [
            {
                "@id": f"{base}/api/v1/criteria",
                "@type": "dcat:Dataset",
                "dct:title": in_languages(NAME),
                "dct:description": in_languages(ABOUT),
                "dcat:keyword": in_languages(KEYWORDS),
                "dcat:theme": {"@id": "http://publications.europa.eu/resource/authority/data-theme/GOVE"},
                "dct:language": [{"@id": LANGUAGE + code} for code in LANGUAGES],
                "dct:publisher": {"@id": f"{base}/", "@type": "foaf:Agent", "foaf:name": "dugnad"},
                "dcat:contactPoint": {"@id": f"{base}/criteria/"},
                "dct:accessRights": {"@id": "http://publications.europa.eu/resource/authority/access-right/PUBLIC"},
                "dct:accrualPeriodicity": {"@id": "http://publications.europa.eu/resource/authority/frequency/IRREG"},
                "dct:issued": in_xsd(min(days)),
                "dct:modified": in_xsd(max(days)),
                "dcat:distribution": [distribution(base, path, media) for path, media in FORMS.items()],
            },
            *(concept(library, name, base) for name in library.criteria),
        ],
    }


def distribution(base: str, path: str, media: str) -> dict[str, Any]:
    """One form of the dataset."""
    address = {"@id": f"{base}/api/v1/{path}"}
    return {
        "@type": "dcat:Distribution",
        "dcat:accessURL": address,
        "dcat:downloadURL": address,
        "dcat:mediaType": {"@id": MEDIA + media},
        "dct:license": {"@id": LICENCE},
        "dct:conformsTo": {"@id": f"{base}/api/v1/criteria/schema.json"},
    }


def concept(library: Library, name: str, base: str) -> dict[str, Any]:
    """A criterion by its lasting address, with name and requirement."""
    criterion = library.criteria[name]
    version = criterion.latest
    return {
        "@id": f"{base}/k/{version.key}",
        "@type": "skos:Concept",
        "skos:notation": version.key,
        "skos:prefLabel": in_languages(version.name),
        "skos:definition": in_languages(spoken(version)),
        "dct:isVersionOf": {"@id": f"{base}/k/{name}"},
        "dct:issued": in_xsd(version.day),
        "dct:subject": [{"@id": f"{base}/criteria/{group}/"} for group in criterion.groups],
        "dct:type": library.terms["kind"][version.kind]["en"],
        "skos:editorialNote": library.terms["status"][version.status]["nb"],
    }


def spoken(version: Version) -> dict[str, str]:
    """The requirement with its fields as they stand in tender text."""
    return {
        language: plain(pieces_of(said, version.parameters, {}, language))
        for language, said in version.requirement.items()
    }


def in_languages(text: Any) -> list[dict[str, str]]:
    """A text with its languages."""
    return [{"@value": said, "@language": language} for language, said in text.items() if said]


def in_xsd(day: date) -> dict[str, str]:
    """A day as linked data writes it."""
    return {"@value": day.isoformat(), "@type": "xsd:date"}
