from __future__ import annotations

import pytest

from dugnad.documents.document import Block, Document, Kind, Part, Place, Row, Table
from dugnad.documents.sections import Section, section_of_file, section_of_heading, speaks_of_environment, stand
from dugnad.documents.wordlist import check_word_lists


def block(text: str, kind: Kind = "paragraph", level: int = 0) -> Block:
    return Block(kind=kind, text=text, place=Place(), level=level)


def heading(text: str, level: int = 1) -> Block:
    return block(text, "heading", level)


def table(*rows: tuple[str, ...]) -> Table:
    return Table(rows=tuple(Row(cells=cells, place=Place()) for cells in rows), place=Place())


def sections(*parts: Part, file: str = "konkurransegrunnlag.docx") -> list[Section]:
    return [standing.section for standing in stand(Document(file=file, media="docx", parts=parts))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2 Kvalifikasjonskrav", "qualification"),
        ("5. Krav til leverandøren", "qualification"),
        ("3.1 Krav til tilbyders egnethet", "qualification"),
        ("Utvelgelseskriterier", "qualification"),
        ("KVALIFIKASJONSKRAV OG DOKUMENTASJON", "qualification"),
        ("Qualification of tenderers", "qualification"),
        ("Selection criteria", "qualification"),
        ("Leverandøren sine kvalifikasjonar", "qualification"),
        ("Kravspesifikasjon", "specification"),
        ("4 Krav til leveransen", "specification"),
        ("Krav til tenesta", "specification"),
        ("Bilag 1: Kundens kravspesifikasjon", "specification"),
        ("Tekniske krav til maskiner", "specification"),
        ("3.2 Klima- og miljøkrav", "specification"),
        ("Oppdragsgivers krav til bilene", "specification"),
        ("Technical specifications", "specification"),
        ("Scope of work", "specification"),
        ("Skildring av leveransen", "specification"),
        ("Tildelingskriterier", "award"),
        ("Kriterium for val av tilbod", "award"),
        ("6 Evaluering av tilbudene", "award"),
        ("Award criteria and weighting", "award"),
        ("Tildeling av kontrakt", "award"),
        ("Tildeling", "award"),
        ("8 Tildeling og karens", "tender"),
        ("Award and standstill period", "tender"),
        ("Krav til tilbudet", "tender"),
        ("Utforming og innlevering av tilbud", "tender"),
        ("Besvarelse av tildelingskriteriene", "tender"),
        ("Submission of tenders", "tender"),
        ("Kontraktsvilkår", "contract"),
        ("Seriøsitetskrav i bygge- og anleggskontrakter", "contract"),
        ("Lønns- og arbeidsvilkår", "contract"),
        ("Etisk handel", "contract"),
        ("Slik velger vi", "award"),
        ("Korleis vi vel", "award"),
        ("Instructions to tenderers", "tender"),
        ("BOK 1 – TILBUDSINNBYDELSE", "tender"),
        ("Innledende opplysninger", "head"),
        ("Contract performance clauses", "contract"),
        ("Unntak fra kravet om 30 % vekt", "departure"),
        ("Forholdet til forskriften § 7-9", "departure"),
        ("1 Innledning", "head"),
        ("Om oppdragsgiveren", "head"),
        ("Bakgrunn og formål", "head"),
        ("Innholdsfortegnelse", "contents"),
        ("Ventilasjon i gymsal", None),
        ("Del 3 Sykehussenger", None),
    ],
)
def test_section_of_heading_is_told_by_its_words(text: str, expected: Section | None) -> None:
    assert section_of_heading(text) == expected


def test_likely_word_names_no_section_below_one_that_is_sure() -> None:
    assert section_of_heading("Minimumskrav", "qualification") is None
    assert section_of_heading("Minimumskrav", "other") == "specification"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4 Klima og miljø", True),
        ("Ytre miljø", True),
        ("Climate and environment", True),
        ("Helse, miljø og sikkerhet", False),
        ("Arbeidsmiljø", False),
        ("Klimaanlegg", False),
        ("Pris", False),
    ],
)
def test_heading_speaks_of_environment(text: str, expected: bool) -> None:
    assert speaks_of_environment(text) == expected


def test_heading_below_inherits_section() -> None:
    found = sections(heading("3 Kravspesifikasjon"), heading("3.1 Bemanning", 2), block("Vi trenger folk."))

    assert found == ["specification"] * 3


def test_heading_below_with_own_words_names_its_section() -> None:
    found = sections(heading("1 Om anskaffelsen"), heading("1.4 Tildelingskriterier", 2), block("Pris"))

    assert found == ["head", "award", "award"]


def test_unknown_heading_is_told_by_its_text() -> None:
    found = sections(
        heading("Slik gjør vi det"), block("Tilbudet med beste forhold mellom pris og kvalitet får 10 poeng.")
    )

    assert found == ["award", "award"]


def test_environment_heading_with_requirements_is_specification() -> None:
    found = sections(heading("4 Klima og miljø"), block("Alle kjøretøy skal være utslippsfrie."))

    assert found == ["specification", "specification"]


def test_environment_heading_that_speaks_of_the_rule_is_departure() -> None:
    found = sections(heading("4 Klima og miljø"), block("Unntaket i § 7-9 femte ledd er oppfylt."))

    assert found == ["departure", "departure"]


def test_lines_below_contents_are_contents() -> None:
    found = sections(
        block("Innhold"),
        block("1 Kravspesifikasjon"),
        block("2 Tildelingskriterier"),
        heading("1 Kravspesifikasjon"),
        heading("2 Tildelingskriterier"),
        heading("3 Kontraktsvilkår"),
    )

    assert found == ["contents", "contents", "contents", "specification", "award", "contract"]


def test_unstyled_heading_opens_a_section() -> None:
    found = sections(
        block("1 Innledning"), block("Vi er en kommune."), block("2 Kravspesifikasjon"), block("Bilen er ny.")
    )

    assert found == ["head", "head", "specification", "specification"]


def test_numbered_item_in_a_styled_document_opens_none() -> None:
    found = sections(
        heading("1 Innledning"),
        heading("2 Kravspesifikasjon"),
        heading("3 Tildelingskriterier"),
        block("1. Pris i vedlegg 2"),
    )

    assert found == ["head", "specification", "award", "award"]


def test_table_of_weights_is_award_under_any_heading() -> None:
    found = sections(heading("Vedlegg 3"), table(("Tildelingskriterium", "Vekt"), ("Pris", "100 %")))

    assert found[1] == "award"


def test_qualification_table_stays_qualification() -> None:
    found = sections(heading("Krav til leverandøren"), table(("Krav", "Dokumentasjonskrav"), ("Skatt", "Skatteattest")))

    assert found == ["qualification", "qualification"]


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("Vedlegg 1 - Kravspesifikasjon.docx", "specification"),
        ("bilag_2_kontrakt.pdf", "contract"),
        ("Prisskjema.docx", "tender"),
        ("Konkurransegrunnlag.docx", "other"),
        ("Konkurransegrunnlag og kravspesifikasjon.docx", "other"),
        ("dokument.pdf", "other"),
    ],
)
def test_section_of_file_is_told_by_its_name(file: str, expected: Section) -> None:
    assert section_of_file(Document(file=file, media="docx", parts=())) == expected


def test_parts_of_a_specification_file_stand_in_the_specification() -> None:
    found = sections(heading("Vaskemaskiner"), block("Maskinen skal være ny."), file="kravspesifikasjon.docx")

    assert found == ["specification", "specification"]


def test_sub_criterion_about_environment_stays_award() -> None:
    found = sections(heading("4 Tildelingskriterier"), heading("4.1 Miljø (30 %)", 2), block("Vi vurderer fotavtrykk."))

    assert found == ["award", "award", "award"]


def test_introduction_that_holds_requirements_is_specification_below() -> None:
    found = sections(
        heading("1 Innledning"),
        heading("2 Oppdraget"),
        heading("2.1 Krav til vektere", 2),
        heading("2.2 Kjøretøy", 2),
        block("Bilene skal være elektriske."),
    )

    assert found == ["head", "head", "specification", "specification", "specification"]


def test_headings_lead_from_outermost_to_nearest() -> None:
    document = Document(
        file="a.docx",
        media="docx",
        parts=(heading("3 Kravspesifikasjon"), heading("3.2 Klima og miljø", 2), block("Bilene skal være elektriske.")),
    )

    last = stand(document)[-1]

    assert last.headings == ("3 Kravspesifikasjon", "3.2 Klima og miljø")
    assert last.is_environmental


def test_word_list_has_no_faults() -> None:
    assert check_word_lists("sections") == []
