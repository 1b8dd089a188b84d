"""A stored reason is told in the reader's language where the rules word it, and in bokmål alone where they do not."""

from __future__ import annotations

import pytest

from dugnad.register.classify import Above, classify
from dugnad.register.reason import reason_texts
from dugnad.register.rules import load_rules
from dugnad.register.unit import Unit

MINISTRY = Above("1", "Departementet for prøver", "ministry")


def unit(name: str, form: str, sector: str, parent: str = "") -> Unit:
    return Unit(orgnr="310001449", name=name, form=form, sector=sector, parent=parent)


@pytest.mark.parametrize(
    ("given", "above"),
    [
        (unit("PRØVE KOMMUNE", "KOMM", "6500"), None),
        (unit("Prøvedirektoratet", "ORGL", "6100", "1"), MINISTRY),
        (unit("Prøvedirektoratet", "ORGL", "6100", "9"), None),
        (unit("Statsforvalteren i Prøve", "ORGL", "6100", "1"), MINISTRY),
        (unit("Sykehuset Prøve HF", "SÆR", "6100", "1"), MINISTRY),
    ],
    ids=["no parent", "below a body", "parent unknown here", "first word", "last word"],
)
def test_reason_of_an_import_is_found_in_all_languages(given: Unit, above: Above | None) -> None:
    verdict = classify(given, load_rules(), lambda _: above)
    kept = unit(given.name.title(), given.form, given.sector)

    told = reason_texts(
        verdict.why["nb"], kind=verdict.kind, obligation_class=verdict.obligation_class, unit=kept, above=above,
        rules=load_rules(),
    )  # fmt: skip

    assert told == verdict.why


@pytest.mark.parametrize(
    ("stored", "english"),
    [
        ("Kommune. {nb}", "Municipality. {en}"),
        ("Oppgitt i tabellen som ble lest inn. {nb}", "Given in the table that was read. {en}"),
    ],
)
def test_reason_of_the_content_and_of_a_table_is_found(stored: str, english: str) -> None:
    rules, own = load_rules(), unit("Prøve kommune", "", "")
    why = {one: rules.why("municipality", "invited", one) for one in ("nb", "en")}

    told = reason_texts(
        stored.format(**why), kind="municipality", obligation_class="invited", unit=own, above=None, rules=rules
    )

    assert told["en"] == english.format(**why)


@pytest.mark.parametrize(("kind", "duty"), [("municipality", "invited"), ("gone", "invited"), ("municipality", "gone")])
def test_what_no_rule_words_stands_in_bokmal_alone(kind: str, duty: str) -> None:
    own = unit("Prøve kommune", "", "")

    told = reason_texts("Slik.", kind=kind, obligation_class=duty, unit=own, above=None, rules=load_rules())

    assert told == {"nb": "Slik."}
