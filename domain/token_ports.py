"""The roles around access tokens: who knows of them, and who is told."""

from datetime import datetime
from typing import Protocol

from domain.access_tokens import TokenCheck
from domain.ids import NoticeId
from domain.notices import Notice


class TokenKeeper(Protocol):
    """The firm's access tokens, and what WhatsApp says of them."""

    def inspect(self) -> TokenCheck:
        """Ask WhatsApp about every token.

        Raises:
            Unavailable: it did not answer.
            Misconfigured: it answers nobody who asks as we do.
        """
        ...

    def refresh(self) -> None:
        """Put a new token before the one that lasts longest, which stays beside it until its end.

        Raises:
            Unavailable: WhatsApp did not answer; what was is still there.
            Misconfigured: it gave none, or it could not be kept; what was is still there.
        """
        ...


class FirmNotices(Protocol):
    """Where staff are told what is about the firm and about no client."""

    def tell(self, notice_id: NoticeId, notice: Notice, at: datetime) -> bool:
        """Keep a notice once; False where it was kept before."""
        ...
