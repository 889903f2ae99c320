"""How a call shows Meta that it is the firm's: a token that works, and a proof beside it."""

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final

import httpx

from adapters.whatsapp.tokens import AccessTokens
from adapters.whatsapp.wire import error_code

UNKNOWN_TOKEN: Final = frozenset({0, 190})
"""Meta's codes for a token that it does not know, or no longer."""


def graph_client(url: str, version: str, timeout: httpx.Timeout) -> httpx.Client:
    """A client of one version of the Graph API that carries a token nowhere else."""
    return httpx.Client(
        base_url=f"{url.rstrip('/')}/{version}/",
        headers={"User-Agent": "lawyershub/0.1"},
        timeout=timeout,
        follow_redirects=False,
        # The proxy variables of a shell must not carry the token elsewhere.
        trust_env=False,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """What goes with one call."""

    token: str = field(repr=False)
    headers: Mapping[str, str] = field(repr=False)
    params: Mapping[str, str] = field(repr=False)


class GraphAccess:
    """The firm's tokens, and its app's secret where each call must prove that it is known.

    Source of the proof: Graph API, "Secure Graph API calls".
    """

    def __init__(self, tokens: AccessTokens, app_secret: str | None = None) -> None:
        self._tokens = tokens
        self._app_secret = app_secret

    @classmethod
    def by(cls, token: str, app_secret: str | None = None) -> "GraphAccess":
        """Access by tokens that never change."""
        return cls(AccessTokens(token), app_secret)

    def current(self) -> Pass:
        """What worked last, or is first to be tried."""
        return self._pass(self._tokens.to_try()[0])

    def each(self) -> tuple[Pass, ...]:
        """What goes with a call of each of the tokens."""
        return tuple(map(self._pass, self._tokens.to_try()))

    def ask(self, call: Callable[[Pass], httpx.Response]) -> httpx.Response:
        """Call with one token after the other, until Meta knows one.

        Where it knows none it did not look at the call either: asking again does nothing twice.
        """
        tokens = self._tokens.to_try()
        response = call(self._pass(tokens[0]))
        for token in tokens[1:]:
            if error_code(response) not in UNKNOWN_TOKEN:
                break
            response = call(self._pass(token))
            if response.is_success:
                self._tokens.note_working(token)
        return response

    def _pass(self, token: str) -> Pass:
        headers, params = {"Authorization": f"Bearer {token}"}, dict[str, str]()
        if self._app_secret is not None:
            proof = hmac.new(self._app_secret.encode(), token.encode(), hashlib.sha256)
            params["appsecret_proof"] = proof.hexdigest()
        return Pass(token=token, headers=headers, params=params)
