from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from dugnad.desk.handover import KINDS, Handover, HandoverError, pack, unpack
from dugnad.desk.handover_paper import handover_paper
from dugnad.desk.handover_shape import SHAPES, check_shape
from dugnad.desk.question import Question
from dugnad.errors import NotAllowed
from dugnad.records.actions.cases import ask_desk
from dugnad.records.actions.desks import load_shipped_desks
from dugnad.records.actions.handover import Exported, export_handover, gathered
from dugnad.records.actions.people import OPERATOR
from dugnad.records.actions.take_over import import_handover
from dugnad.records.case_link import case_of_token, case_token
from dugnad.records.models.agreements import Agreement
from dugnad.records.models.case_mail import Arrival
from dugnad.records.models.cases import Case, Entry
from dugnad.records.models.desk import ContactNote, Desk
from dugnad.records.models.events import Event, SignUp
from dugnad.records.models.knowledge import Knowledge
from dugnad.records.models.log import LogEntry
from dugnad.records.models.people import Role, RoleName
from dugnad.records.models.register import Body
from dugnad.records.models.search import SearchText
from dugnad.records.queries.cases import asker_entries
from dugnad.records.queries.search import search
from people import Cast, make_body, make_cast, make_person
from records.handed import MAIL, NOTED, OWN, empty_desks, fill_desk

pytestmark = pytest.mark.django_db
ELSEWHERE = "another-installation"
NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)
NEW = {"cases": 2, "contacts": 1, "agreements": 1, "events": 2, "knowledge": 2, "mails": 2}


@pytest.fixture
def cast(settings: Settings, tmp_path: Path) -> Cast:
    settings.VAR = tmp_path
    return make_cast()


@pytest.fixture
def cases(cast: Cast) -> dict[str, Case]:
    return fill_desk(cast, NOW)


@pytest.fixture
def made(cast: Cast, cases: dict[str, Case]) -> Exported:
    return export_handover(by=cast.adviser, county="46", at=NOW)


def test_fresh_installation_has_the_same_after_taking_over(made: Exported, tmp_path: Path) -> None:
    empty_desks()
    for path in (tmp_path / "cases").rglob("*"):
        path.is_file() and path.unlink()

    taken = import_handover(by=OPERATOR, handover=unpack(made.raw))

    again = gathered("46", NOW)
    assert (dict(taken.new), dict(taken.here), taken.remarks) == (NEW, {}, [])
    assert (told(again.rows), again.bodies, again.files) == (
        told(made.handover.rows), made.handover.bodies, made.handover.files,
    )  # fmt: skip
    assert desk_told(again.desk) == desk_told(made.handover.desk)


def told(rows: Any) -> Any:
    """What is the same here and there: whoever had taken a case there has not taken it here."""
    plain = json.loads(json.dumps(rows))
    for case in plain["cases"]:
        case["state"] = "new" if case["state"] == "taken" else case["state"]
        case["taken_at"] = None
        case["merged"] = sorted(case["merged"], key=lambda one: one["number"])
    drop(plain, "changed_at")
    return plain


def drop(value: Any, name: str) -> None:
    """Without the moments at which rows were last saved."""
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        drop(one, name)
    if isinstance(value, dict):
        value.pop(name, None)


def desk_told(desk: Any) -> Any:
    return {name: value for name, value in desk.items() if name != "changed_at"}


def test_taking_over_twice_brings_nothing_new(made: Exported) -> None:
    empty_desks()
    import_handover(by=OPERATOR, handover=unpack(made.raw))
    before = {model: model.objects.count() for model in OWN}

    taken = import_handover(by=OPERATOR, handover=unpack(made.raw))

    assert (dict(taken.new), dict(taken.here)) == ({}, NEW)
    assert {model: model.objects.count() for model in OWN} == before


def test_taking_over_where_it_came_from_brings_nothing_new(made: Exported) -> None:
    before = {model: model.objects.count() for model in OWN}

    taken = import_handover(by=OPERATOR, handover=unpack(made.raw))

    assert (dict(taken.new), dict(taken.here)) == ({}, NEW)
    assert {model: model.objects.count() for model in OWN} == before


def test_preview_changes_nothing(made: Exported, tmp_path: Path) -> None:
    empty_desks()
    (tmp_path / "cases").rename(tmp_path / "away")

    taken = import_handover(by=OPERATOR, handover=unpack(made.raw), is_preview=True)

    assert dict(taken.new) == NEW
    assert (Case.objects.count(), Desk.objects.count(), (tmp_path / "cases").exists()) == (0, 0, False)


def test_askers_links_lead_on_where_the_key_is_the_same(
    made: Exported, cases: dict[str, Case], settings: Settings
) -> None:
    links = [case_token(cases[name]) for name in ("second", "third")]
    empty_desks()
    import_handover(by=OPERATOR, handover=unpack(made.raw))

    found = [case_of_token(link) for link in links]
    settings.SECRET_KEY = ELSEWHERE
    elsewhere = [case_of_token(link) for link in links]

    assert found == [cases["second"], cases["first"]]  # the third lives on in the first
    assert elsewhere == [None, None]


def test_other_installation_is_told_that_links_may_not_lead_on(made: Exported, settings: Settings) -> None:
    empty_desks()
    settings.SECRET_KEY = ELSEWHERE

    first = import_handover(by=OPERATOR, handover=unpack(made.raw))
    second = import_handover(by=OPERATOR, handover=unpack(made.raw))

    assert ["DUGNAD_SECRET_KEY" in one for one in first.remarks] == [True]
    assert (dict(first.new), dict(second.new)) == (NEW, {})


def test_numbers_that_are_taken_give_way_and_references_follow(made: Exported, settings: Settings) -> None:
    empty_desks()
    settings.SECRET_KEY = ELSEWHERE
    Knowledge.objects.create(number=7, question="Vår egen?", answer="Ja.", county="11", state="published")
    Knowledge.objects.create(number=8, question="Vår andre?", answer="Ja.", county="11", state="published")

    import_handover(by=OPERATOR, handover=unpack(made.raw))

    known = Knowledge.objects.get(question="Må vi vekte miljø?")
    case = Case.objects.exclude(state="merged").get(title="Må vi vekte miljø?")

    assert (known.number, known.answer, known.case) == (9, "Se [[answer:9]].", case)
    assert case.draft.text == "Ja, se [[answer:9]] og [[law:environment.weight]]."
    assert Knowledge.objects.get(question="Et utkast?").number == 10


def test_case_number_that_is_taken_gives_way(cast: Cast, made: Exported, cases: dict[str, Case]) -> None:
    number = cases["first"].number
    empty_desks()
    load_shipped_desks(by="content")
    Case.objects.create(
        number=number, desk=Desk.objects.get(county="11"), title="En annen", asked_at=NOW, promised_at=NOW
    )

    import_handover(by=OPERATOR, handover=unpack(made.raw))

    assert Case.objects.get(pk=cases["first"].pk).number != number
    assert Case.objects.get(number=number).title == "En annen"


def test_what_was_said_in_a_joined_case_is_told_by_its_number_here(
    cast: Cast, made: Exported, cases: dict[str, Case]
) -> None:
    joined = cases["third"].number
    empty_desks()
    load_shipped_desks(by="content")
    for number in (cases["first"].number, joined):
        Case.objects.create(
            number=number, desk=Desk.objects.get(county="11"), title="En annen", asked_at=NOW, promised_at=NOW
        )

    import_handover(by=OPERATOR, handover=unpack(made.raw))

    first, third = (Case.objects.get(pk=cases[name].pk) for name in ("first", "third"))
    said = list(first.entries.filter(kind="question").order_by("pk").values_list("text", "said_in"))
    assert said == [("Må vi vekte miljø?", first.number), ("Det samme igjen?", third.number)]
    assert third.number != joined


def test_proposal_whose_case_stays_behind_is_handed_over_without_names(cast: Cast, cases: dict[str, Case]) -> None:
    told = {"question": "Hva svarte vi innkoper og Ola Nordstrand?", "answer": "Ring 22 33 44 55."}
    Knowledge.objects.create(number=11, case=cases["closed"], county="46", translations={"nn": told}, **told)

    rows = export_handover(by=cast.adviser, county="46", at=NOW).handover.rows["knowledge"]

    [row] = [one for one in rows if one["number"] == 11]
    found = (row["question"], row["answer"], row["translations"]["nn"]["answer"])
    assert found == ("Hva svarte vi innkoper og [navn]?", "Ring [telefon].", "Ring [telefon].")


def test_nobody_of_the_desk_is_named_and_askers_are(cast: Cast, made: Exported) -> None:
    with zipfile.ZipFile(BytesIO(made.raw)) as archive:
        text = archive.read("handover.json").decode()

    desk_people = [cast.adviser.name, cast.adviser.email, str(cast.adviser.pk), cast.governor.email]
    askers = [cast.buyer.name, cast.buyer.email, "Kari Spør", "kari@eksempel.invalid", NOTED]
    over = ["Eva Var", "eva@eksempel.invalid"]

    assert [one for one in [*desk_people, *over] if one in text] == []
    assert [one for one in askers if one not in text] == []


def test_another_desk_takes_over_where_two_become_one(made: Exported) -> None:
    empty_desks()

    import_handover(by=OPERATOR, handover=unpack(made.raw), into="11")

    assert set(Case.objects.values_list("desk", flat=True)) == {"11"}
    assert Knowledge.objects.filter(county="11").count() == 2


def test_only_open_cases_are_handed_over_with_what_is_internal(made: Exported, cases: dict[str, Case]) -> None:
    empty_desks()
    import_handover(by=OPERATOR, handover=unpack(made.raw))
    case = Case.objects.get(pk=cases["first"].pk)

    kinds = list(case.entries.values_list("kind", flat=True))

    assert not Case.objects.filter(pk=cases["closed"].pk).exists()
    assert kinds == ["question", "question", "note", "consult"]
    assert [one.kind for one in asker_entries(case)] == ["question", "question"]
    assert (case.asker, case.asker_email) == (None, "innkjoper@eksempel.invalid")
    assert list(Entry.objects.exclude(by=None)) == []


def test_sign_ups_of_what_is_to_come_have_names_and_of_what_was_have_none(made: Exported) -> None:
    empty_desks()
    import_handover(by=OPERATOR, handover=unpack(made.raw))

    found = list(
        SignUp.objects.order_by("event__starts_at", "at").values_list("name", "email", "state", "has_attended")
    )

    assert found == [
        ("", "", "seated", True), ("Innkjoper", "innkjoper@eksempel.invalid", "seated", None),
        ("Ola Vent", "ola@eksempel.invalid", "waiting", None),
    ]  # fmt: skip


def test_only_the_desk_hands_over_and_its_governor_once_nobody_sits_there(cast: Cast, cases: dict[str, Case]) -> None:
    others = [cast.governor, cast.coordinator, cast.buyer, cast.leader, cast.administrator, cast.other_governor]
    elsewhere = make_person("rad-rogaland", RoleName.ADVISER, county="11")
    for person in [*others, elsewhere]:
        with pytest.raises(NotAllowed):
            export_handover(by=person, county="46", at=NOW)
    Role.objects.filter(person=cast.adviser).delete()

    made = [len(export_handover(by=one, county="46", at=NOW).handover.rows["cases"]) for one in others[:2]]

    assert made == [2, 2]
    with pytest.raises(NotAllowed):
        export_handover(by=cast.other_governor, county="46", at=NOW)


def test_only_who_runs_the_installation_takes_over(cast: Cast, made: Exported) -> None:
    for person in (cast.adviser, cast.governor, cast.coordinator):
        with pytest.raises(NotAllowed):
            import_handover(by=person, handover=made.handover)


def test_both_deeds_are_logged_without_names(cast: Cast, made: Exported) -> None:
    empty_desks()
    import_handover(by=OPERATOR, handover=unpack(made.raw))

    lines = list(
        LogEntry.objects.filter(action__in=["export_handover", "import_handover"]).values_list("action", "by", "county")
    )
    text = json.dumps(list(LogEntry.objects.values_list("details", flat=True)), default=str)

    assert sorted(lines) == [
        ("export_handover", cast.adviser.by, "46"), ("import_handover", "operator", "46"),
    ]  # fmt: skip
    assert [one for one in ("Kari", "kari@", "Innkjoper", NOTED) if one in text] == []


def test_case_of_a_body_that_is_not_here_keeps_its_name_and_an_agreement_is_refused(
    cast: Cast, cases: dict[str, Case]
) -> None:
    rare = make_body("Sjelden etat (DEMO)", county="46")
    Case.objects.filter(pk=cases["second"].pk).update(body=rare)
    made = export_handover(by=cast.adviser, county="46", at=NOW)
    Case.objects.filter(pk=cases["second"].pk).update(body=None)
    empty_desks()
    Body.objects.filter(pk=rare.pk).delete()

    taken = import_handover(by=OPERATOR, handover=unpack(made.raw))

    assert Case.objects.get(pk=cases["second"].pk).body_told == "Sjelden etat (DEMO)"
    assert [one.startswith("Ikke i registeret her: Sjelden etat (DEMO). ") for one in taken.remarks] == [True]


def test_bodies_that_are_not_here_stop_nothing_and_what_needs_them_comes_once_they_are(
    cast: Cast, cases: dict[str, Case], settings: Settings
) -> None:
    rare = make_body("Sjelden etat (DEMO)", county="46")
    desk = Desk.objects.get(county="46")
    ContactNote.objects.create(desk=desk, body=rare, on=NOW.date(), kind="phone", text="Ringte.")
    owned = Agreement.objects.create(desk=desk, title="Deres", owner=rare, since=NOW.date(), until=NOW.date())
    Agreement.objects.get(owner=cast.own).members.add(rare)
    SignUp.objects.filter(name="Ola Vent").update(body=rare)
    made = export_handover(by=cast.adviser, county="46", at=NOW)
    told = {"name": rare.name, "slug": rare.slug, "orgnr": rare.orgnr, "kind": rare.kind, "county": rare.county}
    empty_desks()
    Body.objects.filter(pk=rare.pk).delete()
    settings.SECRET_KEY = ELSEWHERE

    first = import_handover(by=OPERATOR, handover=unpack(made.raw))
    kept = SignUp.objects.get(name="Ola Vent")
    Body.objects.create(**told)
    second = import_handover(by=OPERATOR, handover=unpack(made.raw))

    assert (dict(first.new), dict(first.left_out)) == (NEW, {"contacts": 1, "agreements": 1, "members": 1})
    assert (kept.body, kept.body_told) == (None, "Sjelden etat (DEMO)")
    assert (dict(second.new), dict(second.left_out)) == ({"contacts": 1, "agreements": 1, "members": 1}, {})
    assert Agreement.objects.get(pk=owned.pk).owner.name == "Sjelden etat (DEMO)"


def test_member_that_comes_to_the_register_later_is_added_then_and_missed_aloud_until(
    cast: Cast, cases: dict[str, Case]
) -> None:
    rare = make_body("Sjelden etat (DEMO)", county="46")
    agreement = Agreement.objects.get(owner=cast.own)
    agreement.members.add(rare)
    made = export_handover(by=cast.adviser, county="46", at=NOW)
    told = {"name": rare.name, "slug": rare.slug, "orgnr": rare.orgnr, "kind": rare.kind, "county": rare.county}
    empty_desks()
    Body.objects.filter(pk=rare.pk).delete()

    runs = [import_handover(by=OPERATOR, handover=unpack(made.raw)) for _ in range(2)]
    Body.objects.create(**told)
    agreement.members.remove(cast.other)  # the desk here has done so
    runs += [import_handover(by=OPERATOR, handover=unpack(made.raw)) for _ in range(2)]

    assert [(one.new["members"], one.left_out["members"], len(one.remarks)) for one in runs] == [
        (0, 1, 1), (0, 1, 1), (1, 0, 0), (0, 0, 0),
    ]  # fmt: skip
    assert sorted(agreement.members.values_list("name", flat=True)) == [cast.own.name, "Sjelden etat (DEMO)"]


def test_another_answer_with_the_same_number_and_key_of_the_installation_is_another(made: Exported) -> None:
    empty_desks()
    Knowledge.objects.create(number=7, question="Vår egen?", answer="Ja.", county="11", state="published")

    first = import_handover(by=OPERATOR, handover=unpack(made.raw))
    second = import_handover(by=OPERATOR, handover=unpack(made.raw))

    known = Knowledge.objects.get(question="Må vi vekte miljø?")
    draft = Case.objects.get(draft__isnull=False).draft
    assert (first.new["knowledge"], second.new["knowledge"], second.here["knowledge"]) == (2, 0, 2)
    assert (known.number, known.answer, known.versions.get().answer) == (8, "Se [[answer:8]].", "Se [[answer:8]].")
    assert {draft.text, draft.versions.get().text} == {"Ja, se [[answer:8]] og [[law:environment.weight]]."}
    assert Knowledge.objects.get(number=7).question == "Vår egen?"


def test_taking_over_again_leaves_numbers_that_were_changed_once_as_they_are(made: Exported) -> None:
    empty_desks()
    for number in (7, 8):
        Knowledge.objects.create(number=number, question="Vår egen?", answer="Ja.", county="11", state="published")

    for _ in range(2):
        import_handover(by=OPERATOR, handover=unpack(made.raw))

    known = Knowledge.objects.get(question="Må vi vekte miljø?")  # 9; and what was 9 there is 10 here
    assert (known.number, known.answer) == (9, "Se [[answer:9]].")
    assert Case.objects.get(draft__isnull=False).draft.text.startswith("Ja, se [[answer:9]] og")


def test_what_is_published_is_found_by_search_at_once(made: Exported) -> None:
    empty_desks()
    SearchText.objects.all().delete()
    import_handover(by=OPERATOR, handover=unpack(made.raw))

    found = [(one.kind, one.key) for one in search("vekte miljø", language="nb", kinds=("answer",))]

    assert found == [("answer", "7")]
    assert set(SearchText.objects.values_list("kind", flat=True)) == {"answer", "agreement", "event"}


def test_mail_that_waits_comes_whole_and_waits_here(made: Exported) -> None:
    empty_desks()

    import_handover(by=OPERATOR, handover=unpack(made.raw))

    found = Arrival.objects.order_by("at")
    assert [(bytes(one.raw), one.fate, one.desk_id, one.sender, one.settled_at) for one in found] == [
        (MAIL + number, "quarantined", "46", "ukjent@eksempel.invalid", None) for number in (b"0", b"1")
    ]


def test_mail_that_is_not_whole_is_refused(made: Exported) -> None:
    [mail, other] = made.handover.rows["mails"]
    empty_desks()

    for broken in ({"content": "f" * 64}, {"content": other["content"]}, {"sha256": "x"}, {"sender": 7}):
        with pytest.raises(HandoverError) as refused:
            import_handover(by=OPERATOR, handover=unpack(changed(made, mails=[mail | broken])))
        assert refused.value.place.startswith("mails[0]")

    assert Arrival.objects.count() == 0


def test_paper_names_no_asker_and_tells_of_mail_that_waits(cast: Cast) -> None:
    load_shipped_desks(by="content")
    text = "Hei, jeg heter Kari Spør og lurer på renhold. Ring 22 33 44 55.\n\nMvh kari spør"
    asked = Question(text=text, name="Kari Spør", email="kari@eksempel.invalid")
    case = ask_desk(by="asker", question=asked, on=NOW)
    Case.objects.filter(pk=case.pk).update(desk="46", promised_at=NOW - timedelta(days=1))
    fill_desk(cast, NOW)

    made = export_handover(by=cast.adviser, county="46", at=NOW)
    told = str(handover_paper(made.handover, "Vestland", "nb").blocks)

    names = ["Kari", "kari spør", "22 33 44 55", "kari@", "Ola Nordstrand", "ukjent@", cast.buyer.name]
    assert [one for one in names if one in told] == []
    assert told.count("Hei, jeg heter [navn] og lurer på renhold.") == 4  # listed, late, as heading, and said
    assert told.count("Hilsen [navn] om renhold") == 2
    assert "Se på e-postene som venter på en rådgiver. Antall: 2." in told


def changed(made: Exported, **rows: Any) -> bytes:
    """The file with other rows, its checksums right again."""
    return pack(replace(made.handover, rows={**made.handover.rows, **rows}))


MISFITS: list[tuple[str, str, Any, str]] = [
    ("cases", "state", "answered", "cases[0].state"),
    ("cases", "state", "lost", "cases[0].state"),
    ("cases", "id", "1; DROP TABLE", "cases[0].id"),
    ("cases", "promised_at", "snart", "cases[0].promised_at"),
    ("cases", "promised_at", "2026-11-16T09:30:00", "cases[0].promised_at"),
    ("cases", "promised_at", None, "cases[0].promised_at"),
    ("cases", "title", 17, "cases[0].title"),
    ("cases", "title", "x" * 161, "cases[0].title"),
    ("cases", "asker_email", "ingen adresse", "cases[0].asker_email"),
    ("cases", "entries", "alt", "cases[0].entries"),
    ("cases", "entries", ["alt"], "cases[0].entries[0]"),
    ("contacts", "body", "999999999", "contacts[0].body"),
    ("contacts", "on", "2026-02-30", "contacts[0].on"),
    ("agreements", "url", "javascript:alert(1)", "agreements[0].url"),
    ("agreements", "members", ["finnes-ikke"], "agreements[0].members"),
    ("events", "url", "data:text/html,x", "events[0].url"),
    ("knowledge", "number", -1, "knowledge[0].number"),
    ("knowledge", "number", 10**30, "knowledge[0].number"),
    ("knowledge", "version", 2**70, "knowledge[0].version"),
]
"""What a row cannot hold, and the place that is told."""


def test_row_that_does_not_fit_is_told_with_its_place_and_nothing_is_changed(made: Exported) -> None:
    empty_desks()

    for kind, column, value, place in MISFITS:
        rows = json.loads(json.dumps(made.handover.rows[kind]))
        rows[0][column] = value
        with pytest.raises(HandoverError) as refused:
            import_handover(by=OPERATOR, handover=unpack(changed(made, **{kind: rows})))
        assert refused.value.place == place

    assert (Case.objects.count(), Desk.objects.count()) == (0, 0)


WRONG = (
    None,
    "",
    "x",
    0,
    -1,
    2**40,
    1.5,
    True,
    [],
    {},
    ["x"],
    [{}],
    {"a": 1},
    "2026-01-01",
    "0001-01-01T00:00:00+14:00",
)
"""What may stand in place of anything."""


def rows_in(handed: Handover) -> dict[str, Any]:
    """All its rows, and what the desk says of itself."""
    found: dict[str, Any] = json.loads(json.dumps({**handed.rows, "desk": dict(handed.desk)}))
    return found


def fields_in(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The path of every field, of the first row of each kind alone."""
    for key in value if isinstance(value, dict) else range(min(len(value), 1)) if isinstance(value, list) else ():
        yield (*path, key)
        yield from fields_in(value[key], (*path, key))


def damaged(handed: Handover) -> Iterator[tuple[str, Handover]]:
    """The same file time and again, with one thing in it missing, doubled or of another sort."""
    whole = rows_in(handed)
    for path in fields_in(whole):
        for wrong in ("missing", "doubled", *WRONG):
            rows = json.loads(json.dumps(whole))
            inner = rows
            for key in path[:-1]:
                inner = inner[key]
            if wrong == "missing":
                del inner[path[-1]]
            elif wrong == "doubled" and isinstance(inner, list):
                inner.append(json.loads(json.dumps(inner[path[-1]])))
            else:
                inner[path[-1]] = wrong
            if all(isinstance(rows.get(kind), list) for kind in KINDS) and isinstance(rows.get("desk"), dict):
                told = {kind: rows[kind] for kind in KINDS}
                yield f"{path} {wrong!r}", replace(handed, rows=told, desk=rows["desk"])


def test_every_column_that_is_handed_over_is_declared_with_its_form(made: Exported) -> None:
    whole = rows_in(made.handover)
    declared = {kind: {name.rstrip("!?") for name in shape} for kind, shape in SHAPES.items()}

    found = {kind: set().union(*whole[kind]) for kind in KINDS} | {"desk": set(whole["desk"])}
    inner = {
        (kind, name): {key for row in whole[kind] for one in row[name.rstrip("!?")] for key in one}
        - {key.rstrip("!?") for key in form[0]}
        for kind, shape in SHAPES.items() for name, form in shape.items() if isinstance(form, list)
    }  # fmt: skip
    check_shape(made.handover)

    assert found == declared
    assert [place for place, more in inner.items() if more] == []


def test_damaged_rows_are_told_with_their_place(made: Exported) -> None:
    tried = told_at = 0
    for _, handed in damaged(made.handover):
        tried += 1
        try:
            check_shape(handed)
        except HandoverError as error:
            told_at += "." in error.place or "[" in error.place

    assert (tried > 3000, told_at > tried // 2) == (True, True)


@pytest.mark.long
def test_damaged_file_is_refused_or_taken_over_and_never_anything_else(made: Exported) -> None:
    empty_desks()
    load_shipped_desks(by="content")
    refused = 0

    for what, handed in damaged(made.handover):
        try:
            import_handover(by=OPERATOR, handover=handed, is_preview=True)
        except HandoverError:
            refused += 1
        except Exception as error:
            raise AssertionError(what) from error

    assert refused > 1000
    assert [model.__name__ for model in OWN if model is not Desk and model.objects.exists()] == []


@pytest.mark.parametrize(
    ("kind", "path", "value"),
    [
        ("cases", ("files",), ["x"]), ("cases", ("entries", 0, "files"), {}),
        ("knowledge", ("groups",), 0), ("knowledge", ("translations",), 0),
        ("knowledge", ("translations",), {"nn": {"question": 7, "answer": "x"}}),
        ("agreements", ("cpv",), [1]), ("events", ("audience",), "buyer"),
    ],
)  # fmt: skip
def test_what_search_and_pages_read_is_of_its_form(
    made: Exported, kind: str, path: tuple[Any, ...], value: Any
) -> None:
    rows = rows_in(made.handover)[kind]
    inner = rows[0]
    for key in path[:-1]:
        inner = inner[key]
    inner[path[-1]] = value
    empty_desks()

    with pytest.raises(HandoverError) as refused:
        import_handover(by=OPERATOR, handover=unpack(changed(made, **{kind: rows})))

    assert refused.value.place.startswith(f"{kind}[0].{path[0]}")
    assert not Case.objects.exists()


def test_addresses_that_lead_elsewhere_are_left_out(made: Exported) -> None:
    rows = json.loads(json.dumps(made.handover.rows))
    rows["cases"][0]["context"] = {"kind": "criterion", "title": "x", "path": "//angriper.invalid/"}
    rows["events"][1]["materials"] = [{"title": "x", "url": "javascript:alert(1)"}, "x"]
    empty_desks()

    import_handover(by=OPERATOR, handover=unpack(changed(made, cases=rows["cases"], events=rows["events"])))

    assert Case.objects.get(pk=rows["cases"][0]["id"]).context == {"kind": "criterion", "title": "x"}
    assert Event.objects.get(pk=rows["events"][1]["id"]).materials == []
