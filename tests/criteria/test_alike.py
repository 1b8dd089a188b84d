from __future__ import annotations

from dataclasses import replace

from criteria.made import made_criterion, made_library, made_version, words
from dugnad.criteria.alike import alike_texts, shared_runs

LONG = (
    "Leverandøren skal levere en oversikt over alle produkter som er brukt i oppdraget med navn produsent mengde og "
    "merking og skal holde oversikten oppdatert gjennom hele kontrakten på en måte som oppdragsgiveren kan lese."
)


def pair(key: str, first: str, second: str) -> list[tuple[str, str, str]]:
    """What is reported of two criteria that differ in all but one text."""
    versions = [
        made_version(
            name, **{other: words(f"{name} sier {other} helt for seg {name} {index}") for other in
                     ("requirement", "why", "points_of_caution")} | {key: words(text)},
        )
        for index, (name, text) in enumerate((("one", first), ("two", second)))
    ]  # fmt: skip
    library = made_library(*(made_criterion(version) for version in versions))
    found = [*shared_runs(library, 25), *alike_texts(library, 80)]
    wanted = {"one", "two"}
    return [
        (one.first.criterion, one.second.criterion, one.language)
        for one in found
        if {one.first.criterion, one.second.criterion} == wanted and one.key == key and one.language == "nb"
    ]


def test_a_run_of_25_words_is_reported_and_alike_texts_too() -> None:
    assert pair("requirement", LONG, f"Noe helt nytt først. {LONG}") == [("one", "two", "nb")] * 2


def test_texts_that_differ_only_in_names_and_figures_are_alike() -> None:
    first = "Minst {share} av kaffen fra Fairtrade skal være sertifisert innen 12 måneder etter oppstart."
    second = "Minst {part} av bananene fra Debio skal være sertifisert innen 6 måneder etter oppstart."

    assert pair("why", first, second) == [("one", "two", "nb")]


def test_texts_about_the_same_in_other_words_are_not_alike() -> None:
    first = "Kaffe dyrkes ofte av småbrukere med lav og usikker inntekt."
    second = "Bananer kommer fra store plantasjer der sprøytemidler rammer arbeiderne."

    assert pair("why", first, second) == []


def test_versions_of_one_criterion_may_share_words() -> None:
    both = made_library().criteria["cleaning-labelled-products"]
    library = replace(made_library(), criteria={both.id: both})

    assert list(shared_runs(library, 3)) == []
