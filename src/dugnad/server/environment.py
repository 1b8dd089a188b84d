"""What the surroundings decide: the database, the store, the secret key. Read once, when the server starts."""

from __future__ import annotations

import json
import os
import re
import secrets
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from dugnad.desk.listening import listen_at
from dugnad.errors import DugnadError

MAIL_PORTS = {"smtp": 25, "smtp+tls": 587, "smtps": 465}
DESK_ADDRESS = re.compile(r"[a-z0-9._-]{1,18}@[a-z0-9.-]{1,190}")
"""Short before the @: what is signed stands behind it, and no more than 64 signs may."""


def var_folder() -> Path:
    """Where this installation keeps what it makes itself: DUGNAD_VAR, else `var` in the folder it is started from."""
    return Path(os.environ.get("DUGNAD_VAR", "var")).absolute()


def store_folder() -> Path:
    """The notices' store: DUGNAD_STORE, else `store` in the var folder."""
    return Path(os.environ.get("DUGNAD_STORE", var_folder() / "store")).absolute()


def database() -> dict[str, Any]:
    """The database of DUGNAD_DATABASE_URL, else SQLite in the var folder."""
    address = os.environ.get("DUGNAD_DATABASE_URL", "")
    if not address:
        return sqlite(var_folder() / "dugnad.sqlite3")
    parts = urlsplit(address)
    if parts.scheme == "sqlite":
        return sqlite(Path(unquote(parts.path)))
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parts.hostname or "",
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    problem = f'DUGNAD_DATABASE_URL begins with "{parts.scheme}", which is no known database.'
    raise DugnadError(f"{problem} Write postgresql://user:password@host/name or sqlite:////folder/file.sqlite3.")


def sqlite(path: Path) -> dict[str, Any]:
    """SQLite as a server needs it: readers beside one writer, foreign keys, waiting instead of failing.

    What is erased is written over, so that no free page of the file holds what somebody asked to have erased.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": 60,  # opening reads the whole schema, and closing as the last one writes the log back
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": pragmas},
    }


def mail_server() -> tuple[str, int, str, str, bool, bool]:
    """Host, port, user, password, STARTTLS, TLS of DUGNAD_SMTP_URL (smtp://user:password@host:587); "": no mail."""
    address = os.environ.get("DUGNAD_SMTP_URL", "")
    if not address:
        return "", 25, "", "", False, False
    parts = urlsplit(address)
    if parts.scheme not in MAIL_PORTS or not parts.hostname:
        problem = "DUGNAD_SMTP_URL is no address of a mail server."
        raise DugnadError(f"{problem} Write smtp://host:25, smtp+tls://user:password@host:587 or smtps://…:465.")
    port = parts.port or MAIL_PORTS[parts.scheme]
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return parts.hostname, port, user, password, parts.scheme == "smtp+tls", parts.scheme == "smtps"


def mail_listen() -> tuple[str, int]:
    """Where mail to the desks is taken in: host and port of DUGNAD_MAIL_LISTEN; ("", 0) where it is not."""
    return listen_at(os.environ.get("DUGNAD_MAIL_LISTEN", ""))


def desk_address() -> str:
    """The desks' common address: DUGNAD_MAIL_DESK, else the sender's where mail is listened for; "": there is none."""
    given = os.environ.get("DUGNAD_MAIL_DESK", "").strip().lower()
    if not given and os.environ.get("DUGNAD_MAIL_LISTEN", "").strip():
        given = parseaddr(os.environ.get("DUGNAD_MAIL_FROM", "dugnad@localhost"))[1].lower()
    if given and not DESK_ADDRESS.fullmatch(given):
        problem = f'DUGNAD_MAIL_DESK is "{given}", to which no signed address can be made.'
        raise DugnadError(f"{problem} Write one like stotte@example.no, at most 18 signs before the @ and no + there.")
    return given


def identity_providers() -> list[dict[str, Any]]:
    """The OpenID Connect provider of DUGNAD_OIDC_SERVER (Ansattporten, ID-porten or a body's own), if one is set."""
    server = os.environ.get("DUGNAD_OIDC_SERVER", "")
    if not server:
        return []
    return [
        {
            "provider_id": "oidc",
            "name": os.environ.get("DUGNAD_OIDC_NAME", "Ansattporten"),
            "client_id": os.environ.get("DUGNAD_OIDC_CLIENT", ""),
            "secret": os.environ.get("DUGNAD_OIDC_SECRET", ""),
            "settings": {
                "server_url": server,
                "scope": os.environ.get("DUGNAD_OIDC_SCOPE", "openid profile").split(),
                "oauth_pkce_enabled": True,
                "auth_params": asked_of_provider(),
            },
        }
    ]


def asked_of_provider() -> dict[str, str]:
    """What sign-in asks of the provider beyond the scope: DUGNAD_OIDC_DETAILS, the JSON of `authorization_details`."""
    details = os.environ.get("DUGNAD_OIDC_DETAILS", "")
    if not details:
        return {}
    try:
        asked = json.loads(details)
    except json.JSONDecodeError as error:
        problem = f"DUGNAD_OIDC_DETAILS is no JSON ({error.msg}, character {error.pos + 1})."
        raise DugnadError(f'{problem} Write a list, as [{{"type": "ansattporten:altinn:resource", …}}].') from error
    if not isinstance(asked, list):
        raise DugnadError('DUGNAD_OIDC_DETAILS is no list. Write [{"type": "ansattporten:altinn:resource", …}].')
    return {"authorization_details": json.dumps(asked)}


def second_step(mode: str) -> str:
    """`required`: those who bind others sign in with a one-time code too; `optional`: whoever wants to."""
    chosen = os.environ.get("DUGNAD_MFA", "required" if mode == "production" else "optional")
    if chosen not in {"required", "optional"}:
        raise DugnadError(f'DUGNAD_MFA is "{chosen}". Write required or optional.')
    return chosen


def secret_key() -> str:
    """DUGNAD_SECRET_KEY, else a key made at the first start and kept where only the owner can read it."""
    given = os.environ.get("DUGNAD_SECRET_KEY")
    if given:
        return given
    path = var_folder() / "secret-key"
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    return path.read_text(encoding="ascii").strip()


def mode() -> str:
    """`embedded`: one body's own installation, notices can be uploaded; `production`: open to all, they cannot."""
    chosen = os.environ.get("DUGNAD_MODE", "embedded")
    if chosen not in {"embedded", "production"}:
        raise DugnadError(f'DUGNAD_MODE is "{chosen}". Write embedded or production.')
    return chosen


def whole_number(name: str, default: int) -> int:
    """A setting that is a number from 0 up."""
    text = os.environ.get(name, str(default))
    if not text.isascii() or not text.isdigit():
        raise DugnadError(f'{name} is "{text}", which is no whole number. Write for example {default}.')
    return int(text)
