"""Writing letters, choosing and preparing; what came back; the bundle."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import zipfile
from datetime import date, timedelta
from pathlib import Path

import pikepdf
import pypdfium2 as pdfium
import pytest
from django.utils import timezone
from pytest_django import Settings

from dugnad.errors import NotAllowed, Refused
from dugnad.plan.bounce import Bounce
from dugnad.plan.questions import load_questions
from dugnad.records.actions.decisions import record_decision
from dugnad.records.actions.letters import mark_posted, message_id, prepare_run, unmark_posted
from dugnad.records.actions.letters_bounce import note_bounce
from dugnad.records.actions.letters_bundle import (
    ask_for_bundle,
    bundle_path,
    make_bundle,
    resume_bundles,
    verify,
)
from dugnad.records.actions.letters_remind import send_reminders
from dugnad.records.actions.letters_reply import ask
from dugnad.records.actions.letters_send import send_run
from dugnad.records.models.letters import Dispatch, Run
from dugnad.records.models.log import LogEntry
from dugnad.records.models.plan import Plan
from dugnad.records.models.status import StatusReport
from dugnad.records.queries.letters import Choice, chosen_bodies, followed, responses
from dugnad.records.queries.standing import open_letter
from dugnad.records.reply_link import reply_address
from dugnad.register.table import safe_cell
from people import Cast, make_body, make_cast
from records.lettered import ON, make_letter, make_run

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast(tmp_path: Path, settings: Settings) -> Cast:
    settings.VAR, settings.STORE, settings.BASE_URL = tmp_path, tmp_path / "store", "https://dugnad.invalid"
    return make_cast()


def chosen(**limits: object) -> set[str]:
    """Who is chosen among the demonstration bodies, by the first word of the name."""
    return {body.name.split()[0] for body in chosen_bodies(Choice(demo=True, **limits), ON)}  # type: ignore[arg-type]


def test_letter_is_changed_with_before_and_after_in_the_log(cast: Cast) -> None:
    make_letter(cast.coordinator, letter=make_letter(cast.coordinator), title="Nytt navn")

    entry = LogEntry.objects.get(action="change_letter")
    assert (entry.before["title"], entry.after["title"]) == ("Prøvebrev", "Nytt navn")


@pytest.mark.parametrize("name", ["contact", "leader", "adviser", "administrator", "stranger", "other_governor"])
def test_letters_are_written_by_nobody_else(cast: Cast, name: str) -> None:
    with pytest.raises(NotAllowed):
        make_letter(getattr(cast, name), county="46")


def test_governor_writes_to_no_other_county(cast: Cast) -> None:
    letter = make_letter(cast.governor, county="46")

    with pytest.raises(NotAllowed):
        prepare_run(by=cast.governor, letter=letter, bodies=[cast.own, cast.other], on=ON)

    assert Dispatch.objects.count() == 0


def test_choice_fits_class_kind_county_and_address(cast: Cast) -> None:
    assert chosen(classes=("shall",)) == {"Departementet", "Direktoratet"}
    assert chosen(kinds=("ministry",)) == {"Departementet"}
    assert chosen(counties=("11", "46")) == {"Eksempelvik", "Prøvefjord"}
    assert chosen(has_email="yes") == {"Eksempelvik"}
    assert chosen(status="nonsense") == set()


def test_choice_fits_how_far_bodies_have_come(cast: Cast) -> None:
    record_decision(by=cast.leader, body=cast.own, about="join", decided_by="Kommunestyret", on=date(2026, 10, 1))

    assert chosen(status="not-joined") == {"Prøvefjord"}
    assert chosen(status="not-confirmed") == {"Departementet", "Direktoratet"}
    assert chosen(status="no-plan", classes=("invited",)) == {"Eksempelvik", "Prøvefjord"}


def test_choice_fits_who_has_not_answered_an_earlier_run(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.own, cast.other])
    ask(letter=run.dispatches.select_related("body").get(body=cast.own), text="Hei?")

    assert chosen(silent_in=str(run.pk)) == {"Prøvefjord"}
    assert chosen(silent_in="no run") == set()


def test_demonstration_and_ended_bodies_are_not_chosen_with_real_ones(cast: Cast) -> None:
    real, ended = (make_body(f"{name} kommune") for name in ("Ekte", "Nedlagt"))
    type(real).objects.filter(pk__in=[real.pk, ended.pk]).update(is_demo=False)
    type(real).objects.filter(pk=ended.pk).update(until=date(2020, 1, 1))

    assert list(chosen_bodies(Choice(), ON)) == [real]


def test_each_body_is_written_to_once(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.own, cast.own, cast.agency], is_started=False)

    assert run.dispatches.count() == 2
    assert {row.message_id for row in run.dispatches.all()} == {
        message_id(run.pk, body.pk) for body in (cast.own, cast.agency)
    }


def test_each_class_is_asked_its_own_in_its_own_language(cast: Cast) -> None:
    type(cast.own).objects.filter(pk=cast.own.pk).update(language="nn")
    cast.own.refresh_from_db()

    run = make_run(cast.coordinator, [cast.own, cast.agency], is_started=False)

    own, agency = (run.dispatches.get(body=body) for body in (cast.own, cast.agency))
    assert (own.act, own.language, agency.act, agency.language) == ("join", "nn", "confirm", "nb")
    assert "De er inviterte til å slutte dykk til." in own.text
    assert "skal dere følge opp handlingsplanen" in agency.text


def test_body_that_has_done_all_is_thanked_and_never_reminded(cast: Cast) -> None:
    record_decision(by="letter:1", body=cast.own, about="join", decided_by="Rådet", on=ON, responsible="")
    Plan.objects.create(body=cast.own, state=Plan.State.IN_FORCE)
    year = load_questions().newest_year(ON) or ON.year
    StatusReport.objects.create(body=cast.own, year=year, state=StatusReport.State.SUBMITTED)

    run = make_run(cast.coordinator, [cast.own], remind_days=[1])
    send_run(by="worker", run_id=run.pk)

    letter = Dispatch.objects.get()
    assert (letter.act, letter.subject[:8], "{link}" in letter.text) == ("nothing", "Takk til", True)
    assert send_reminders(by="worker", on=timezone.localdate() + timedelta(days=2)) == 0
    assert list(followed(run, None, "silent")) == []
    assert open_letter(cast.own) is None


def test_prepared_letters_stay_when_the_letter_is_changed(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.own], is_started=False)
    before = Dispatch.objects.get().text

    make_letter(cast.coordinator, letter=run.letter, text=dict.fromkeys(("nb", "nn", "en"), "Helt annet {link}"))

    assert Dispatch.objects.get().text == before


@pytest.mark.parametrize(("bodies", "code"), [([], "nobody"), (["ended"], "ended-body"), (["none"], "not-asked")])
def test_run_to_nobody_or_to_the_wrong_is_refused(cast: Cast, bodies: list[str], code: str) -> None:
    made = {
        "ended": make_body("Nedlagt", until=date(2020, 1, 1)), "none": make_body("Utenfor", obligation_class="none"),
    }  # fmt: skip

    with pytest.raises(Refused) as refused:
        prepare_run(by=cast.coordinator, letter=make_letter(cast.coordinator), bodies=[made[b] for b in bodies], on=ON)

    assert (refused.value.code, Run.objects.count()) == (code, 0)


def test_bounce_is_noted_on_the_letter_it_names(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.own, cast.agency])
    Dispatch.objects.update(state="sent")
    own = run.dispatches.get(body=cast.own)

    note_bounce(by="command", bounce=Bounce(message_ids=("<x@y>", own.message_id), is_final=True, reason="550 gone"))

    assert list(Dispatch.objects.order_by("state").values_list("body", "state", "problem")) == [
        (cast.own.pk, "bounced", "550 gone"), (cast.agency.pk, "sent", ""),
    ]  # fmt: skip
    assert responses(run).total.sent == 1


@pytest.mark.parametrize("final", [True, False])
def test_bounce_of_no_letter_or_not_final_changes_nothing(cast: Cast, final: bool) -> None:
    make_run(cast.coordinator, [cast.own])
    Dispatch.objects.update(state="sent")
    names = ("<unknown@x>",) if final else (Dispatch.objects.get().message_id,)

    assert note_bounce(by="command", bounce=Bounce(message_ids=names, is_final=final, reason="")) is None
    assert Dispatch.objects.get().state == "sent"


def test_letter_that_was_answered_did_arrive(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.own])
    Dispatch.objects.update(state="sent")
    ask(letter=run.dispatches.select_related("body").get(), text="Hei?")

    note_bounce(by="command", bounce=Bounce(message_ids=(Dispatch.objects.get().message_id,), is_final=True, reason=""))

    assert Dispatch.objects.get().state == "sent"


def test_bundle_holds_every_letter_with_its_checksum_and_journal_fields(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.own, cast.other], is_started=False)

    ask_for_bundle(by=cast.coordinator, run=run)
    make_bundle.call(str(run.pk))

    with zipfile.ZipFile(bundle_path(run.pk)) as bundle:
        told = json.loads(bundle.read("manifest.json"))
        rows = list(csv.DictReader(io.StringIO(bundle.read("manifest.csv").decode("utf-8-sig")), delimiter=";"))
        pdfs = {line["file"]: bundle.read(line["file"]) for line in told["files"]}
    assert {name: hashlib.sha256(content).hexdigest() for name, content in pdfs.items()} == {
        row["file"]: row["sha256"] for row in rows
    }
    assert [(row["orgnr"], row["channel"], row["eformidling_receiver"], row["document_type"]) for row in rows] == [
        ("310000108", "email", "0192:310000108", "brev"), ("310000213", "pdf", "0192:310000213", "brev"),
    ]  # fmt: skip
    assert {row["case_reference"] for row in rows} == {f"dugnad-{run.created_at:%Y}-{run.pk.hex[:8]}"}
    with pikepdf.open(io.BytesIO(next(iter(pdfs.values())))) as pdf:
        assert str(pdf.Root.Lang).lower().startswith("nb")
        assert pdf.Root.MarkInfo.Marked
    words = pdfium.PdfDocument(next(iter(pdfs.values())))[0].get_textpage().get_text_range().split("\r\n")
    assert words[1:4] == ["Eksempelvik kommune (DEMO)", "Org.nr. 310 000 108", "Vestland"]
    links = [word for word in words if "://" in word]
    assert links == [reply_address(run.dispatches.get(body=cast.own).pk, "nb")]
    run.refresh_from_db()
    assert run.bundle == "made"


def test_bundle_that_was_tampered_with_is_not_taken_for_whole(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    with zipfile.ZipFile(path, "w") as bundle:
        bundle.writestr("a.pdf", b"other")
        bundle.writestr("manifest.json", json.dumps({"files": [{"file": "a.pdf", "sha256": "0"}]}))

    with pytest.raises(Exception, match=r"a\.pdf in the bundle is not what was written"):
        verify(path)


def test_bundle_cut_off_is_made_after_a_restart(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.own], is_started=False)
    ask_for_bundle(by=cast.coordinator, run=run)

    assert resume_bundles(by="worker") == [run]
    make_bundle.call(str(run.pk))

    assert bundle_path(run.pk).is_file()
    assert resume_bundles(by="worker") == []


def test_bundle_is_for_those_who_send(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.own], is_started=False)

    with pytest.raises(NotAllowed):
        ask_for_bundle(by=cast.governor, run=run)


def test_cell_that_a_spreadsheet_would_run_is_kept_a_text() -> None:
    assert [safe_cell(value) for value in ("=1+1", "\r@x", "-1", "Alfa", -5)] == ["'=1+1", "'\r@x", "'-1", "Alfa", -5]


def test_paper_letters_count_as_sent_when_they_are_posted(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.other], is_started=False)
    with pytest.raises(Refused) as refused:
        mark_posted(by=cast.coordinator, run=run)
    assert refused.value.code == "no-bundle"
    Run.objects.update(bundle=Run.Bundle.MADE)

    assert mark_posted(by=cast.coordinator, run=run) == 1

    run.refresh_from_db()
    assert (run.state, responses(run).total.sent) == ("sent", 1)
    with pytest.raises(Refused):
        mark_posted(by=cast.coordinator, run=run)


def test_posting_is_undone_until_somebody_has_answered(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.other], is_started=False)
    Run.objects.update(bundle=Run.Bundle.MADE)
    mark_posted(by=cast.coordinator, run=run)

    assert unmark_posted(by=cast.coordinator, run=run) == 1

    run.refresh_from_db()
    assert (run.state, run.started_at, Dispatch.objects.get().state) == ("prepared", None, "waiting")
    assert LogEntry.objects.filter(action="unmark_posted").count() == 1
    mark_posted(by=cast.coordinator, run=run)
    ask(letter=Dispatch.objects.get(), text="Hvordan?")
    with pytest.raises(Refused) as refused:
        unmark_posted(by=cast.coordinator, run=run)
    assert refused.value.code == "answered-already"
    with pytest.raises(NotAllowed):
        unmark_posted(by=cast.adviser, run=run)


def test_stranger_posts_nothing(cast: Cast) -> None:
    run = make_run(cast.coordinator, [cast.other], is_started=False)

    with pytest.raises(NotAllowed):
        mark_posted(by=cast.adviser, run=run)
