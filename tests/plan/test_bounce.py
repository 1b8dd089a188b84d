"""Delivery reports as mail servers send them, and mail that only looks like one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dugnad.errors import DugnadError
from dugnad.plan.bounce import Bounce, read_bounce

REPORT = """From: MAILER-DAEMON@mx.example
To: post@dugnad.invalid
Subject: Undelivered
Content-Type: multipart/report; report-type=delivery-status; boundary="b"
In-Reply-To: <answer@mx.example>

--b
Content-Type: text/plain

Sorry.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; post@eksempel.invalid
Action: ACTION
Status: 5.1.1
Diagnostic-Code: smtp; 550 post@eksempel.invalid is unknown

--b
Content-Type: RETURNED

Message-ID: <letter-1@dugnad.invalid>
Subject: Klima

--b--
"""


def report(action: str = "failed", returned: str = "text/rfc822-headers") -> bytes:
    return REPORT.replace("ACTION", action).replace("RETURNED", returned).replace("\n", "\r\n").encode()


@pytest.mark.parametrize("returned", ["text/rfc822-headers", "message/rfc822"])
def test_report_names_the_letter_and_why_without_addresses(returned: str) -> None:
    assert read_bounce(report(returned=returned)) == Bounce(
        message_ids=("<letter-1@dugnad.invalid>", "<answer@mx.example>"),
        is_final=True,
        reason="5.1.1 smtp; 550 … is unknown",
    )


def test_delay_is_not_final() -> None:
    found = read_bounce(report("delayed"))

    assert found is not None
    assert not found.is_final


@pytest.mark.parametrize(
    "raw", [b"", b"Subject: I am away\r\n\r\nBack on Monday.", b"\xff\xfe\x00", b"Content-Type: multipart/report"]
)
def test_other_mail_is_no_report(raw: bytes) -> None:
    assert read_bounce(raw) is None


def test_report_without_end_is_refused() -> None:
    with pytest.raises(DugnadError):
        read_bounce(b"x" * 5_000_001)


def test_mail_nested_without_end_is_read_no_further() -> None:
    nested = b"Content-Type: message/rfc822\r\n\r\n" * 3000

    assert read_bounce(nested + report()) is None


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=600), st.integers(0, 900))
def test_broken_report_never_crashes_the_reader(noise: bytes, place: int) -> None:
    whole = report()

    found = read_bounce(whole[:place] + noise + whole[place:])

    assert found is None or isinstance(found, Bounce)
