"""Asks Meta about the firm's access tokens, and renews those that end."""

from datetime import UTC, datetime
from typing import Final

import httpx

from adapters.whatsapp.access import UNKNOWN_TOKEN, GraphAccess, Pass, graph_client
from adapters.whatsapp.tokens import AccessTokens, tokens_in
from adapters.whatsapp.wire import content_of, error_code
from domain.access_tokens import TokenCheck, TokenState, judge
from domain.failures import Misconfigured, Unavailable
from domain.webhook_json import as_integer, as_object, as_text

_TIMEOUT: Final = httpx.Timeout(connect=5, write=10, read=20, pool=5)
_NEVER: Final = datetime.max.replace(tzinfo=UTC)


class GraphTokenKeeper:
    """Implements `domain.token_ports.TokenKeeper`.

    A token is renewed where the app's id and secret are known and it stands in a file that may be
    written: `app_id` None leaves it to people.
    """

    def __init__(
        self,
        url: str,
        version: str,
        tokens: AccessTokens,
        *,
        app_secret: str | None = None,
        app_id: str | None = None,
    ) -> None:
        self._tokens = tokens
        self._access = GraphAccess(tokens, app_secret)
        self._app_secret = app_secret
        self._app_id = app_id
        self._client = graph_client(url, version, _TIMEOUT)

    def inspect(self) -> TokenCheck:
        """See the port. Source: Graph API reference, `debug_token`."""
        return judge(
            [self._state(each) for each in self._access.each()], can_refresh=self._can_refresh()
        )

    def refresh(self) -> None:
        """See the port. Source: Meta, "System users", refreshing an expiring token."""
        if not self._can_refresh() or self._app_id is None or self._app_secret is None:
            raise Misconfigured("WHATSAPP_ACCESS_TOKEN_FILE: is not ours to write")
        states = [(self._state(each), each.token) for each in self._access.each()]
        valid = [(state.expires_at or _NEVER, token) for state, token in states if state.valid]
        if not valid:
            raise Misconfigured("WHATSAPP_ACCESS_TOKEN: none works, so none can be renewed")
        _, lasting = max(valid)
        self._tokens.put_first(self._renewed(lasting, self._app_id, self._app_secret), lasting)

    def _renewed(self, token: str, app_id: str, app_secret: str) -> str:
        try:
            answer = self._client.get(
                "oauth/access_token",
                params={
                    "grant_type": "fb_exchange_token",
                    "client_id": app_id,
                    "client_secret": app_secret,
                    "set_token_expires_in_60_days": "true",
                    "fb_exchange_token": token,
                },
            )
        except httpx.HTTPError as error:
            raise Unavailable(f"WhatsApp was not reached: {type(error).__name__}") from None
        if not answer.is_success:
            code = error_code(answer)
            if code is None:
                raise Unavailable(f"WhatsApp did not answer: status {answer.status_code}")
            raise Misconfigured(f"WhatsApp does not renew the token: code {code}")
        (renewed,) = tokens_in(as_text(content_of(answer).get("access_token")))[:1]
        return renewed

    def _state(self, by: Pass) -> TokenState:
        try:
            answer = self._client.get(
                "debug_token", params={"input_token": by.token, **by.params}, headers=by.headers
            )
        except httpx.HTTPError as error:
            raise Unavailable(f"WhatsApp was not reached: {type(error).__name__}") from None
        if not answer.is_success:
            code = error_code(answer)
            if code is None:
                raise Unavailable(f"WhatsApp did not answer: status {answer.status_code}")
            if code not in UNKNOWN_TOKEN:
                raise Misconfigured(f"WhatsApp does not tell of the token: code {code}")
            return TokenState(valid=False, expires_at=None)
        data = as_object(content_of(answer).get("data"))
        expires = as_integer(data.get("expires_at"))
        return TokenState(
            valid=data.get("is_valid") is True,
            expires_at=datetime.fromtimestamp(expires, UTC) if expires else None,
        )

    def _can_refresh(self) -> bool:
        known = self._app_id is not None and self._app_secret is not None
        return known and self._tokens.may_be_written()
