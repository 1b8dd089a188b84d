"""Where mail is listened for, as a setting writes it."""

from __future__ import annotations

from dugnad.errors import DugnadError

HOME = "127.0.0.1"
HIGHEST_PORT = 65535


def listen_at(written: str) -> tuple[str, int]:
    """Host and port; ("", 0) where nothing is written.

    >>> listen_at("2525"), listen_at("10.0.0.5:25"), listen_at("[::1]:2525"), listen_at("")
    (('127.0.0.1', 2525), ('10.0.0.5', 25), ('::1', 2525), ('', 0))
    """
    if not written.strip():
        return "", 0
    host, _, port = written.strip().rpartition(":")
    if not port.isascii() or not port.isdigit() or not 0 < int(port) <= HIGHEST_PORT:
        raise DugnadError(f'DUGNAD_MAIL_LISTEN is "{written}". Write {HOME}:2525, or 2525 alone.')
    return host.strip("[]") or HOME, int(port)
