from __future__ import annotations

import time

import pytest

from desk.mails import mail, odd_mail
from dugnad.desk.mail_in import MOST_PARTS, read_mail
from dugnad.desk.mail_kind import sort_of
from dugnad.desk.mail_text import text_of_html, without_quotes

MOST_SECONDS = 5.0
OUTLOOK = """Ja, 2 millioner.

Mvh Kari

Fra: Støttetjenesten <desk@eksempel.invalid>
Sendt: mandag 23. november 2026 10:12
Til: Kari
Emne: SV: Vekting

Hvor stor er den?"""
GMAIL = """Ja.

man. 23. nov. 2026 kl. 10:12 skrev Støttetjenesten <desk@eksempel.invalid>:

> Hvor stor er den?"""


def test_mail_with_text_page_and_file() -> None:
    found = read_mail(mail(html="<p>Hei, <b>må</b> vi?</p>", files=(("krav.pdf", b"%PDF-1.7"),)))

    assert (found.sender, found.subject, found.text) == (
        "kari@eksempel.invalid", "Spørsmål om miljøkrav", "Hei, må vi vekte miljø?"
    )  # fmt: skip
    assert [(one.name, one.raw) for one in found.files] == [("krav.pdf", b"%PDF-1.7")]
    assert (found.faults, sort_of(found)) == ((), "person")


def test_page_alone_is_read_as_people_see_it() -> None:
    page = "<html><head><title>x</title></head><body><p>Hei</p><p>Må <b>vi</b>?<br>Ja</p><script>1</script>"

    assert [line for line in text_of_html(page).split("\n") if line] == ["Hei", "Må vi?", "Ja"]


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        (OUTLOOK, "Ja, 2 millioner.\n\nMvh Kari"),
        (GMAIL, "Ja."),
        ("Ja.\n\nDen 23. november 2026 skrev Støttetjenesten:\n> Hvor stor?", "Ja."),
        ("Ja.\n\nOn Mon, 23 Nov 2026 at 10:12, The support service <desk@eksempel.invalid>\nwrote:\n> How?", "Ja."),
        ("> Hvor stor?\nTo millioner.", "To millioner."),
        ("> alt er sitert", "> alt er sitert"),
        ("Ja.\n\n-----Opprinnelig melding-----\nHvor?", "Ja."),
    ],
)
def test_quoted_mail_is_left_out(text: str, kept: str) -> None:
    assert without_quotes(text) == kept


@pytest.mark.parametrize(
    ("raw", "envelope", "sort"),
    [
        (mail(), "kari@eksempel.invalid", "person"),
        (mail(Auto_Submitted="auto-replied"), None, "auto-reply"),
        (mail(Auto_Submitted="no"), None, "person"),
        (mail(subject="Automatisk svar: Ferie"), None, "auto-reply"),
        (mail(subject="SV: Fraværsmelding"), None, "auto-reply"),
        (mail(sender="noreply@eksempel.invalid"), None, "auto-reply"),
        (mail(sender="MAILER-DAEMON@eksempel.invalid", subject="Undelivered Mail Returned to Sender"), "", "bounce"),
        (mail(X_Dugnad="1"), None, "loop"),
        (mail(List_Id="<nytt.eksempel.invalid>"), None, "list"),
        (mail(subject="Vi er fraværende i planen"), None, "person"),
    ],
)
def test_machines_are_told_from_people(raw: bytes, envelope: str | None, sort: str) -> None:
    assert sort_of(read_mail(raw), envelope) == sort


@pytest.mark.parametrize("number", range(60))
def test_odd_mail_is_read_without_a_stop(number: int) -> None:
    begun = time.process_time()

    found = read_mail(odd_mail(number))

    assert time.process_time() - begun < MOST_SECONDS
    assert len(found.files) <= MOST_PARTS
    assert "\0" not in found.text + found.subject + found.sender
    assert "<script" not in found.text
