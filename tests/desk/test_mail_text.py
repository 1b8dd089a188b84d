"""Words out of mails as people's programs write them: charsets, pages, quotations, names of files, wrappings."""

from __future__ import annotations

import struct
from email.message import EmailMessage

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.mails import mail
from dugnad.desk.mail_address import name_of_sender, plain_address, sender_of
from dugnad.desk.mail_in import read_mail
from dugnad.desk.mail_kind import is_proven, sort_of
from dugnad.desk.mail_text import text_charset, text_of, text_of_html, tidy, unflowed, without_quotes
from dugnad.desk.post_words import check_post

APPLE = "Ja.\n\n> Den 23. nov. 2026 kl. 10:12 skrev Støttetjenesten <x@y.invalid>:\n> \n> Hvor stor?"
PHONE = "Ja.\n\nSendt fra min iPhone\n\n23. nov. 2026 kl. 10:12 skrev x@y.invalid:\n\nHvor stor?"
GMAIL_PAGE = (
    '<div dir="ltr">Ja.</div><br><div class="gmail_quote"><div dir="ltr" class="gmail_attr">man. 23. nov. 2026 '
    'kl. 10:12 skrev X &lt;x@y.invalid&gt;:</div><blockquote>Hvor stor?</blockquote></div>'
)  # fmt: skip
OUTLOOK_PAGE = (
    '<div>Ja.</div><div id="appendonsend"></div><hr><div id="divRplyFwdMsg"><b>Fra:</b> X<br><b>Sendt:</b> mandag<br>'
    "<b>Emne:</b> SV</div><div>Hvor stor?</div>"
)


@pytest.mark.parametrize(
    ("raw", "charset", "text"),
    [
        ("blåbær".encode(), "utf-8", "blåbær"),
        ("blåbær".encode("latin-1"), "iso-8859-1", "blåbær"),
        ("«så» – ja".encode("cp1252"), "iso-8859-1", "«så» – ja"),
        ("blåbær".encode("latin-1"), "us-ascii", "blåbær"),
        ("blåbær".encode("latin-1"), "utf-8", "blåbær"),
        ("blåbær".encode("utf-16"), "utf-16", "blåbær"),
        ("blåbær".encode("cp865"), "cp865", "blåbær"),
        (b"\\ud800", "unicode_escape", "\\ud800"),
        (b"abc", "rot13", "abc"),
        (b"abc", "no-such\0charset", "abc"),
    ],
)
def test_bytes_are_read_as_words_and_never_unpacked_or_turned(raw: bytes, charset: str, text: str) -> None:
    assert text_of(raw, charset) == text


@pytest.mark.parametrize("name", ["zlib", "hex", "base64", "bz2", "uu", "idna", "punycode", "undefined", "mbcs"])
def test_codecs_that_are_no_charsets_are_not_used(name: str) -> None:
    assert text_charset(name) == ""


@pytest.mark.parametrize(("text", "kept"), [(APPLE, "Ja."), (PHONE, "Ja.\n\nSendt fra min iPhone")])
def test_quotation_of_other_programs_is_left_out(text: str, kept: str) -> None:
    assert without_quotes(text) == kept


@pytest.mark.parametrize("page", [GMAIL_PAGE, OUTLOOK_PAGE, 'Ja.<blockquote type="cite">Hvor stor?</blockquote>'])
def test_quotation_marked_in_a_page_is_left_out_and_kept_beside(page: str) -> None:
    made = EmailMessage()
    made["From"] = "kari@eksempel.invalid"
    made.set_content(page, subtype="html")

    found = read_mail(made.as_bytes())

    assert (found.text, "Hvor stor?" in found.whole, "Original message" in found.whole) == ("Ja.", True, False)


def test_what_a_page_hides_is_not_read() -> None:
    page = (
        '<p>Synlig</p><p style="display:none">Skjult</p><p hidden>Skjult</p><!-- skjult --><style>x</style>'
        "<table><tr><td>a</td><td>b</td></tr></table>"
    )

    assert [line.split() for line in text_of_html(page).split("\n") if line.strip()] == [["Synlig"], ["a", "b"]]


def test_signs_that_cannot_be_seen_or_that_turn_the_order_are_left_out() -> None:
    assert tidy("a\u202eb\u200bc\x00d\x9fe\ufefff\r\ng") == "abcdef\ng"


def test_broken_lines_are_joined_as_their_program_says() -> None:
    assert unflowed("Hei, dette er \nen setning.\n> sitert \n> mer\n-- \nKari") == (
        "Hei, dette er en setning.\n> sitert \n> mer\n-- \nKari"
    )


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("kari@eksempel.invalid", "kari@eksempel.invalid"),
        ("Kari <KARI@Eksempel.invalid>", "kari@eksempel.invalid"),
        ('"Nordmann, Kari" <kari@eksempel.invalid>', "kari@eksempel.invalid"),
        ("Kari (innkjøp) <kari@eksempel.invalid>", "kari@eksempel.invalid"),
        ('"sjef@eksempel.invalid" <kari@angriper.invalid>', "kari@angriper.invalid"),
        ("sjef@eksempel.invalid <kari@angriper.invalid>", ""),
        ("a@b.invalid, c@d.invalid", ""),
        ("<a@b.invalid> <c@d.invalid>", ""),
        ("Gruppe: a@b.invalid;", ""),
        ("a@b@c.invalid", ""),
        ("ka\u212ari@eksempel.invalid", ""),
        ("", ""),
    ],
)
def test_sender_is_one_address_or_nobody(written: str, address: str) -> None:
    assert sender_of([written]) == address
    assert sender_of([written, written]) == ""


def test_name_of_a_sender_is_never_an_address() -> None:
    assert [name_of_sender(one) for one in ('"Kari" <k@a.invalid>', "sjef@b.invalid <k@a.invalid>", "k@a.invalid")] == [
        "Kari", "", "",
    ]  # fmt: skip
    assert plain_address("a b@c.invalid") == ""


def test_file_keeps_its_name_in_pieces_and_in_a_charset_of_its_own() -> None:
    raw = (
        b"From: a@b.invalid\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: application/pdf\r\nContent-Disposition: attachment; filename*0*=UTF-8''milj%C3%B8;\r\n"
        b" filename*1*=krav%20;\r\n filename*2=utkast.pdf\r\n\r\n%PDF-1.7\r\n--b\r\n"
        b'Content-Type: text/csv; charset=iso-8859-1; name="=?iso-8859-1?q?bl=E5b=E6r.csv?="\r\n\r\n\xe5\r\n--b--\r\n'
    )

    assert [(one.name, one.raw.strip()) for one in read_mail(raw).files] == [
        ("miljøkrav utkast.pdf", b"%PDF-1.7"), ("blåbær.csv", "å".encode())
    ]  # fmt: skip


def tnef(name: str, data: bytes) -> bytes:
    """A wrapping with one file, its short name and its long one."""
    value = name.encode("utf-16-le") + b"\0\0"
    named = struct.pack("<IHHII", 1, 0x001F, 0x3707, 1, len(value)) + value
    fields = ((0x00069002, b"\0" * 14), (0x00018010, b"KORTNA~1.PDF\0"), (0x0006800F, data), (0x00069005, named))
    return b"\x78\x9f\x3e\x22\x01\x00" + b"".join(
        struct.pack("<BII", 2, identity, len(one)) + one + b"\0\0" for identity, one in fields
    )


def test_wrapped_attachments_are_unwrapped_as_far_as_they_are_whole() -> None:
    wrapping = tnef("Kravspesifikasjon miljø.pdf", b"%PDF-1.7")
    whole = read_mail(mail("Se vedlegg.", files=(("winmail.dat", wrapping),)))
    cut = read_mail(mail("Se vedlegg.", files=(("winmail.dat", wrapping[:60]),)))

    assert [(one.name, one.raw) for one in whole.files] == [("Kravspesifikasjon miljø.pdf", b"%PDF-1.7")]
    assert (cut.files, cut.text) == ((), "Se vedlegg.")


def test_text_longer_than_an_entry_is_told() -> None:
    found = read_mail(mail("Lang linje. " * 2000))

    assert (len(found.text), found.faults, len(found.whole) > len(found.text)) == (10_000, ("long-text",), True)


@pytest.mark.parametrize(
    ("told", "is_so"),
    [
        ("mx.a.no; dmarc=pass header.from=eksempel.invalid", True),
        ("mx.a.no 1; spf=fail; dmarc=pass (p=none dis=none) header.from=eksempel.invalid", True),
        ("mx.a.no; dmarc=pass header.from=angriper.invalid", False),
        ("mx.a.no; spf=pass (dmarc=pass header.from=eksempel.invalid); dmarc=none", False),
        ("mx.b.no; dmarc=pass header.from=eksempel.invalid", False),
        ("mx.a.no; spf=pass smtp.mailfrom=eksempel.invalid", False),
    ],
)
def test_sender_is_proven_by_the_own_servers_word_alone(told: str, is_so: bool) -> None:
    below = "mx.a.no; dmarc=pass header.from=eksempel.invalid"
    raw = f"Authentication-Results: {told}\r\nAuthentication-Results: {below}\r\n"

    assert is_proven(read_mail(raw.encode() + mail()), "mx.a.no") is is_so
    assert is_proven(read_mail(raw.encode() + mail()), "") is False


@given(
    raw=st.binary(max_size=2000),
    head=st.sampled_from(
        [
            b"",
            b"From: a@b.invalid\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n",
            b"Content-Transfer-Encoding: base64\r\n\r\n",
            b"Content-Type: text/html; charset=",
        ]
    ),
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_bytes_are_read_without_a_stop(raw: bytes, head: bytes) -> None:
    found = read_mail(head + raw)

    assert sort_of(found) in {"person", "auto-reply", "bounce", "loop", "list"}
    (found.text + found.subject + found.sender_name + found.whole).encode()


def test_words_of_mails_are_whole() -> None:
    assert check_post() == []
