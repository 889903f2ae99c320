"""Which of the firm's apps sent a webhook, and whether it may speak for what it names."""

import hmac
import json
from collections.abc import Sequence

from api.signatures import signs
from domain.webhook_apps import WebhookApp
from domain.webhook_json import as_list, as_object


def signer(apps: Sequence[WebhookApp], body: bytes, header: str | None) -> WebhookApp | None:
    """The app under one of whose secrets the body has this signature.

    Every secret of every app is tried, so that the time taken tells nothing.
    """
    matching = [
        app for app in apps for secret in app.secrets if signs(body, header, secret)
    ]  # fmt: skip
    return matching[0] if matching else None


def knows_token(apps: Sequence[WebhookApp], token: str) -> bool:
    """Whether one of the apps is set up with this verify token."""
    given = token.encode("utf-8", "replace")
    matches = [hmac.compare_digest(given, app.verify_token) for app in apps]
    return any(matches)


def trespasses(apps: Sequence[WebhookApp], app: WebhookApp, body: bytes) -> bool:
    """Whether a body that `app` signed names a number or an account of another app.

    What no app claims is nobody's: Meta adds numbers before anybody writes them down.
    """
    others = [other for other in apps if other is not app]
    if not any(other.numbers or other.accounts for other in others):
        return False
    numbers, accounts = _named(body)
    return any(numbers & other.numbers or accounts & other.accounts for other in others)


def _named(body: bytes) -> tuple[set[str], set[str]]:
    """The phone_number_ids and account ids that a webhook names."""
    try:
        envelope = as_object(json.loads(body))
    except (ValueError, RecursionError):
        # Nothing is done in anybody's name with what cannot be read.
        return set(), set()
    numbers: set[str] = set()
    accounts: set[str] = set()
    for entry in map(as_object, as_list(envelope.get("entry"))):
        accounts.add(_id(entry.get("id")))
        for change in map(as_object, as_list(entry.get("changes"))):
            metadata = as_object(as_object(change.get("value")).get("metadata"))
            numbers.add(_id(metadata.get("phone_number_id")))
    return numbers, accounts


def _id(value: object) -> str:
    # Meta writes ids as text, and some as numbers.
    return str(value) if isinstance(value, str | int) else ""
