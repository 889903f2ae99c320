"""Looking after the firm's access to WhatsApp before it ends."""

from dataclasses import dataclass
from datetime import UTC, datetime

from temporalio import activity

from domain.access_tokens import CheckTokensInput, TokenCheck
from domain.notices import refreshed_notice, token_notice
from domain.token_ports import FirmNotices, TokenKeeper


@dataclass(frozen=True, slots=True)
class TokenActivities:
    """One instance a worker, built in worker.py."""

    tokens: TokenKeeper
    notices: FirmNotices

    @activity.defn
    def inspect_tokens(self, _: CheckTokensInput) -> TokenCheck:
        """Ask WhatsApp how long our tokens work. Safe to run twice: it changes nothing."""
        return self.tokens.inspect()

    @activity.defn
    def refresh_token(self, _: TokenCheck) -> TokenCheck:
        """Renew the token, and say until when it works now.

        Safe to run twice: the one before works until its own end, and another may be made of it.
        """
        self.tokens.refresh()
        renewed = self.tokens.inspect()
        now = datetime.now(UTC)
        self.notices.tell(*refreshed_notice(renewed, now), now)
        activity.logger.info("the access token was renewed")
        return renewed

    @activity.defn
    def warn_of_tokens(self, check: TokenCheck) -> None:
        """Tell staff that the access ends or has ended, and what they must do.

        Safe to run twice: a notice's id is made of the end and of how near it is.
        """
        now = datetime.now(UTC)
        told = token_notice(check, now)
        if told is None:
            return
        notice_id, notice = told
        until = f"{check.expires_at:%Y-%m-%d}" if check.expires_at else None
        activity.logger.warning(
            "the access token ends" if check.usable else "no access token works",
            extra={"until": until},
        )
        self.notices.tell(notice_id, notice, now)
