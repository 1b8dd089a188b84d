from __future__ import annotations

from datetime import date

import pytest

from dugnad.desk.reference import Reference, decided, parse, public_versions, reference_of, references_in, resolve

ON = date(2026, 11, 23)


def test_text_is_taken_apart_and_holds_each_reference_once() -> None:
    text = "Se [[law:loa-5b]] og [[criterion:cleaning-daytime@2026-11-22]], jf. [[law:loa-5b]] [[x:y]]."

    assert parse(text)[:3] == ["Se ", Reference("law", "loa-5b"), " og "]
    assert parse(text)[-1] == " [[x:y]]."
    assert [str(one) for one in references_in(text)] == ["law:loa-5b", "criterion:cleaning-daytime@2026-11-22"]


def test_every_public_criterion_and_decision_is_found() -> None:
    criteria = [resolve(Reference("criterion", one.key), ON) for one in public_versions()]
    cases = [resolve(Reference("case", key), ON) for key in decided()]

    assert {one.is_known for one in (*criteria, *cases)} == {True}
    assert len(cases) > 20


def test_paragraph_is_the_one_in_force_on_the_day() -> None:
    now, before = (resolve(Reference("law", "loa-5b"), day) for day in (ON, date(2025, 1, 1)))

    assert (now.is_known, now.path.endswith("#loa-5b@2026"), before.is_known) == (True, True, False)
    assert "5b" in now.title["nb"]


@pytest.mark.parametrize("written", ["law:nothing", "criterion:nothing@2026-01-01", "case:1999-1", "answer:7"])
def test_what_leads_nowhere_is_told_so(written: str) -> None:
    reference = reference_of(written)
    assert reference is not None

    assert (resolve(reference, ON).is_known, resolve(reference, ON).path) == (False, "")


@pytest.mark.parametrize("written", ["", "law:", "law:a b", "other:x", "law:<script>", "law:" + "a" * 100])
def test_what_is_no_reference(written: str) -> None:
    assert reference_of(written) is None


@pytest.mark.parametrize("written", ["2024/639", "2024-639", "2024-0639", "kofa/2024-0639"])
def test_decision_is_found_as_people_write_its_number(written: str) -> None:
    found = resolve(Reference("case", written), ON)

    assert (found.is_known, found.title["nb"][:13], found.is_checked) == (True, "KOFA 2024/639", False)


def test_amount_is_the_one_of_the_day() -> None:
    now, before = (resolve(Reference("law", "entry"), day) for day in (ON, date(2025, 1, 1)))

    assert (now.is_known, before.is_known, now.state == before.state) == (True, True, False)
    assert now.path == "/law/?on=2026-11-23#numbers"


def test_amount_and_share_are_told_in_words_of_the_language() -> None:
    entry, weight = (resolve(Reference("law", key), ON).title for key in ("entry", "minimum-weight"))

    assert entry["nb"] == "Innslagspunkt for anskaffelsesloven: 500\u00a0000 kroner (LOA § 2 første ledd)"
    assert [": NOK 500,000 (" in entry["en"], ": 30 prosent (" in weight["nn"], ": 30 per cent (" in weight["en"]] == [
        True
    ] * 3
