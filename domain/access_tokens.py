"""How long the firm's access to WhatsApp lasts, and when somebody must look after it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

WARNINGS: Final = tuple(timedelta(days=days) for days in (14, 7, 3, 1))
"""How long before its end staff are told of it; from the first on, what we may renew is."""

URGENT: Final = timedelta(days=3)


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenState:
    """Whether a token works, and until when; None: it never expires."""

    valid: bool
    expires_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckTokensInput:
    """Nothing: the tokens are a setting of the worker's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenCheck:
    """Whether any token works, until when the last of them does, and whether we may renew it."""

    usable: bool
    expires_at: datetime | None = None
    can_refresh: bool = False

    def warning_due(self, now: datetime) -> timedelta | None:
        """The last of `WARNINGS` that the end of the access has come within."""
        if self.expires_at is None:
            return None
        left = self.expires_at - now
        return min((step for step in WARNINGS if left <= step), default=None)

    def must_refresh(self, now: datetime) -> bool:
        """Whether it is time to renew the token, and we may."""
        return self.usable and self.can_refresh and self.warning_due(now) is not None

    def must_warn(self, now: datetime) -> bool:
        """Whether staff must know."""
        return not self.usable or self.warning_due(now) is not None


def judge(states: Iterable[TokenState], *, can_refresh: bool) -> TokenCheck:
    """What the tokens together are worth: each is tried in turn, so the last to end counts."""
    ends = [state.expires_at for state in states if state.valid]
    lasting = not ends or None in ends
    return TokenCheck(
        usable=bool(ends),
        expires_at=None if lasting else max(end for end in ends if end is not None),
        can_refresh=can_refresh,
    )
