#!/usr/bin/env python3
"""Make the folders and secrets of the stack on this host; needs root and nothing but Python.

Run it again whenever a secret was put into place: it makes what is missing, changes nothing that
is there, sets owners and modes right, and says what only a person can supply.
"""

import argparse
import json
import os
import secrets
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

# The group of our image. Compose mounts a secret with the owner and mode that its file has on the
# host, so the services of other images get this group beside their own.
READERS: Final = 10001

# Folders that a container writes: their owner, the `user` of that service.
FOLDERS: Final = {
    "secrets/keyring": 10001,
    "secrets/apps": 10001,
    "meta-ca": 10002,
    "data/caddy": 10002,
    "data/caddy/data": 10002,
    "data/caddy/config": 10002,
    "data/s3": 10003,
    "data/clamav": 10004,
    "data/postgres": 999,
}

# Where there is a file of several apps, it says what these would.
APPS_FILE: Final = "secrets/apps/apps.yaml"
IN_APPS_FILE: Final = ("whatsapp_app_secrets", "whatsapp_verify_token")

# What only the firm has.
SUPPLIED: Final = {
    "whatsapp_app_secrets": "the app secret of Meta's app dashboard; several, comma-separated",
    "whatsapp_access_token": "the access token of the system user in Meta's business settings",
    "ops_password_hash": "what `caddy hash-password` prints for the operators' password",
}

# Of AI providers, a mail server, a program that is told: of a firm that has one; empty otherwise.
OPTIONAL: Final = ("anthropic_api_key", "openai_api_key", "smtp_url", "notify_webhook_secret")


def _hexadecimal() -> str:
    # Hexadecimal digits need no quoting in a URL, in SQL, in TOML or in JSON.
    return secrets.token_hex(32)


def _security(_: Mapping[str, str]) -> str:
    """SeaweedFS's own file: the key files are sealed with, and the one its servers trust."""
    internal = _hexadecimal()
    signing = "".join(
        f'[jwt.{name}]\nkey = "{internal}"\n'
        for name in ("signing", "signing.read", "filer_signing", "filer_signing.read")
    )
    return f'{signing}[s3.sse]\nkey = "{_hexadecimal()}"\n'


def _identities(known: Mapping[str, str]) -> str:
    lines = dict(line.split(" = ") for line in known["aws_credentials"].splitlines()[1:])
    identity = {
        "name": "lawyershub",
        "credentials": [
            {"accessKey": lines["aws_access_key_id"], "secretKey": lines["aws_secret_access_key"]}
        ],
        "actions": ["Admin", "Read", "Write", "List", "Tagging"],
    }
    return json.dumps({"identities": [identity]}) + "\n"


def _url(known: Mapping[str, str]) -> str:
    password = known["lawyershub_db_password"].strip()
    return f"postgresql+psycopg://lawyershub:{password}@postgres:5432/lawyershub"


# In this order: later ones are made of earlier ones.
MADE: Final[dict[str, Callable[[Mapping[str, str]], str]]] = {
    "postgres_password": lambda _: _hexadecimal(),
    "lawyershub_db_password": lambda _: _hexadecimal(),
    "temporal_db_password": lambda _: _hexadecimal(),
    "database_url": _url,
    "aws_credentials": lambda _: (
        "[default]\n"
        f"aws_access_key_id = LH{secrets.token_hex(9).upper()}\n"
        f"aws_secret_access_key = {_hexadecimal()}\n"
    ),
    "s3_identities": _identities,
    "s3_security": _security,
    "whatsapp_verify_token": lambda _: _hexadecimal(),
    # Empty until somebody has one: without a transcriber, or with one that asks for none.
    "transcriber_api_key": lambda _: "",
}


def prepare(root: Path, *, own: bool) -> list[str]:
    """Make what is missing under `root`; gives the names of the secrets still to be supplied."""
    vault = root / "secrets"
    for folder in (root / "data", vault):
        folder.mkdir(mode=0o700, exist_ok=True)
    for name, owner in FOLDERS.items():
        folder = root / name
        folder.mkdir(mode=0o700, exist_ok=True)
        if own:
            os.chown(folder, owner, owner)
    # The containers reach their folder by a mount; on the host nobody but root passes.
    (root / "data").chmod(0o700)
    vault.chmod(0o700)
    # Compose mounts these, full or empty.
    emptied = IN_APPS_FILE if (root / APPS_FILE).is_file() else ()
    known: dict[str, str] = {}
    for name in (*emptied, *OPTIONAL):
        if not (vault / name).exists():
            _write(vault / name, "")
    for name, make in MADE.items():
        file = vault / name
        if not file.exists():
            _write(file, make(known))
        known[name] = file.read_text()
    for file in (*vault.iterdir(), *(vault / "apps").iterdir()):
        if file.is_file():
            file.chmod(0o440)
            if own:
                os.chown(file, 0, READERS)
    for file in (root / "meta-ca").iterdir():
        # Whom Meta trusts is no secret.
        file.chmod(0o444)
    return [name for name in SUPPLIED if name not in emptied and not _is_filled(vault / name)]


def _write(file: Path, content: str) -> None:
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o440)
    with os.fdopen(descriptor, "w") as opened:
        opened.write(content)


def _is_filled(file: Path) -> bool:
    return file.is_file() and bool(file.read_text().strip())


def main() -> None:
    """Prepare this host; exit 1 while something is still to be supplied."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--into", type=Path, default=Path(__file__).parent, help="default: deploy/")
    parser.add_argument("--keep-owner", action="store_true", help="for a trial without containers")
    arguments = parser.parse_args()
    if not arguments.keep_owner and os.geteuid() != 0:
        sys.exit("prepare: run it as root: the containers' folders must belong to their users")
    missing = prepare(arguments.into, own=not arguments.keep_owner)
    for name in missing:
        sys.stderr.write(f"prepare: {arguments.into / 'secrets' / name} wants {SUPPLIED[name]}\n")
    sys.exit(1 if missing else 0)


if __name__ == "__main__":
    main()
