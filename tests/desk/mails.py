"""Mails for tests: well made ones, and from them odd and hostile ones, each the same for the same number."""

from __future__ import annotations

import base64
import random
from email.message import EmailMessage
from zlib import crc32

SENDERS = ("kari@eksempel.invalid", "post@eksempelvik.invalid", "x@y.invalid", '"A, B" <a.b@c.invalid>', "")
SUBJECTS = ("Spørsmål om miljøkrav", "SV: Vekting", "=?utf-8?q?=C3=A6=C3=B8=C3=A5?=", "", "Automatisk svar: borte")


def mail(
    text: str = "Hei, må vi vekte miljø?\n", *, sender: str = SENDERS[0], to: str = "desk@eksempel.invalid",
    subject: str = SUBJECTS[0], html: str = "", files: tuple[tuple[str, bytes], ...] = (), **headers: str,
) -> bytes:  # fmt: skip
    """A well made mail."""
    made = EmailMessage()
    made["From"], made["To"], made["Subject"] = sender, to, subject
    headers.setdefault("Message_ID", f"<{crc32(f'{text}{sender}{subject}'.encode())}@eksempel.invalid>")
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content(text)
    if html:
        made.add_alternative(html, subtype="html")
    for name, raw in files:
        made.add_attachment(raw, maintype="application", subtype="octet-stream", filename=name)
    return made.as_bytes()


def odd_mail(number: int) -> bytes:
    """Mail number so and so: mutated MIME, huge headers, nested parts, wrong charsets, loops, spoofed senders."""
    dice = random.Random(number)  # noqa: S311 - the same each time
    return ODD[number % len(ODD)](dice)


def huge_headers(dice: random.Random) -> bytes:
    lines = [f"X-{dice.randrange(10**6)}: {'a' * dice.randrange(1, 5000)}" for _ in range(dice.randrange(10, 2000))]
    return "\r\n".join(lines).encode() + b"\r\n" + mail()


def long_header(dice: random.Random) -> bytes:
    name = dice.choice([b"Subject: ", b"From: ", b"To: ", b"References: ", b"Content-Type: "])
    return (
        name + dice.choice([b"a", b"<a@b> ", b"=?utf-8?b?", b"\xff"]) * dice.randrange(1000, 200_000) + b"\r\n" + mail()
    )


def nested(dice: random.Random) -> bytes:
    depth = dice.randrange(5, 400)
    head = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (one, one) for one in range(depth)
    )
    return b"From: x@y.invalid\r\nSubject: n\r\n" + head + b"Content-Type: text/plain\r\n\r\nhei\r\n"


def many_parts(dice: random.Random) -> bytes:
    part = b"--b\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nhei\r\n"
    return b"From: x@y.invalid\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n" + part * dice.randrange(50, 3000)


def bad_charset(dice: random.Random) -> bytes:
    charset = dice.choice([b"utf-99", b"", b"\xff\xfe", b"utf-16", b"idna", b"undefined", b"rot13", b"hex", b"zlib"])
    raw = bytes(dice.randrange(256) for _ in range(dice.randrange(1, 500)))
    encoding = dice.choice([b"8bit", b"base64", b"quoted-printable", b"x-uuencode", b"nonsense"])
    return (
        b"From: x@y.invalid\r\nContent-Type: text/plain; charset=" + charset
        + b"\r\nContent-Transfer-Encoding: " + encoding + b"\r\n\r\n" + raw
    )  # fmt: skip


def mutated(dice: random.Random) -> bytes:
    raw = bytearray(mail(html="<p>Hei</p>", files=(("a.pdf", b"%PDF-1.7 x"),)))
    for _ in range(dice.randrange(1, 60)):
        at = dice.randrange(len(raw))
        deed = dice.randrange(3)
        if deed == 0:
            raw[at] = dice.randrange(256)
        elif deed == 1:
            del raw[at : at + dice.randrange(1, 40)]
        else:
            raw[at:at] = bytes(dice.randrange(256) for _ in range(dice.randrange(1, 40)))
        raw = raw or bytearray(b"x")
    return bytes(raw)


def looped(dice: random.Random) -> bytes:
    received = {"X_Dugnad": "1"} if dice.random() < 0.5 else {"Auto_Submitted": "auto-replied"}
    return mail(**received)


def spoofed(dice: random.Random) -> bytes:
    return b"From: kari@eksempel.invalid\r\n" + mail(sender="fremmed@angriper.invalid", subject=dice.choice(SUBJECTS))


def hostile_html(dice: random.Random) -> bytes:
    inner = dice.choice(
        ["<script>alert(1)</script>", '<img src="http://angriper.invalid/x.png">', "<svg onload=alert(1)>",
         "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;", "<div>" * 5000, "<a href='javascript:x'>y</a>"]
    )  # fmt: skip
    return mail(text=" ", html=f"<html><body>{inner}<p>Hei</p></body></html>")


def empty(dice: random.Random) -> bytes:
    return dice.choice([b"", b"\r\n\r\n", b"\x00" * 50, b"From:", b"\xff\xfe", b"--b\r\n--b--"])


def bomb(dice: random.Random) -> bytes:
    raw = base64.b64encode(b"PK\x03\x04" + b"\0" * dice.randrange(1000, 100_000))
    return (
        b'From: x@y.invalid\r\nContent-Type: application/zip; name="../../etc/passwd\0.zip"\r\n'
        b"Content-Transfer-Encoding: base64\r\n\r\n" + raw
    )


def nested_mail(dice: random.Random) -> bytes:
    raw = mail()
    for _ in range(dice.randrange(1, 30)):
        raw = b"From: x@y.invalid\r\nContent-Type: message/rfc822\r\n\r\n" + raw
    return raw


def odd_ids(dice: random.Random) -> bytes:
    signs = dice.choice([b"\xff", b"\0", "æ".encode(), b"<" * 300, b"\x1b[2J"])
    head = b"Message-ID: <" + signs + b"@x>\r\nIn-Reply-To: <" + signs + b"1@x>\r\nReferences: <2" + signs + b"@x>\r\n"
    return head + b"Subject: " + signs + b"\r\nFrom: " + signs + b" <x@y.invalid>\r\n\r\nhei " + signs


def odd_names(dice: random.Random) -> bytes:
    name = dice.choice([b"../../x.pdf", b"a\0.pdf", "a\u202efdp.exe".encode(), b"a" * 5000, b"=?x?q?=00?=", b'"', b""])
    head = b"From: x@y.invalid\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"
    kind = b"Content-Type: application/pdf; name=" + name
    return head + kind + b"\r\nContent-Disposition: attachment; filename*=utf-7''" + name + b"\r\n\r\n%PDF\r\n--b--\r\n"


def report(dice: random.Random) -> bytes:
    return (
        b"From: <>\r\nContent-Type: multipart/report; report-type=delivery-status; boundary=b\r\n\r\n--b\r\n"
        b"Content-Type: message/delivery-status\r\n\r\nAction: failed\r\n"
        b"Diagnostic-Code: \xff\0" + bytes([dice.randrange(256)])
        + b"\r\n--b\r\nContent-Type: message/rfc822\r\n\r\nMessage-ID: <\xff\0@x>\r\n\r\n--b--\r\n"
    )  # fmt: skip


ODD = (
    huge_headers, long_header, nested, many_parts, bad_charset, mutated, looped, spoofed, hostile_html, empty, bomb,
    nested_mail, mutated, mutated, bad_charset, odd_ids, odd_names, report,
)  # fmt: skip
