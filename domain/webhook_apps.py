"""The firm's apps at Meta: what each signs with, and which numbers it may speak for."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookApp:
    """One app of Meta's developer console.

    `secrets` are its app secrets, the current one first; `numbers` are phone_number_ids and
    `accounts` ids of WhatsApp Business Accounts that no other app may speak for.
    """

    name: str
    secrets: tuple[bytes, ...] = field(repr=False)
    verify_token: bytes = field(repr=False)
    numbers: frozenset[str] = frozenset()
    accounts: frozenset[str] = frozenset()
