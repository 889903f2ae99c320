"""Lists the firm's message templates through Meta's Graph API."""

from collections.abc import Iterator, Mapping, Sequence
from http import HTTPStatus
from typing import Final

import httpx

from adapters.whatsapp.access import GraphAccess, graph_client
from adapters.whatsapp.wire import content_of, error_code
from domain.failures import Misconfigured, Unavailable, UnusableAnswer
from domain.send_errors import Handling, send_error
from domain.templates import ListedTemplate, TemplateButton, TemplatePart, gaps_in
from domain.webhook_json import as_list, as_object, as_text

_TIMEOUT: Final = httpx.Timeout(connect=5, write=10, read=20, pool=5)
_FIELDS: Final = "id,name,language,status,category,components"
_A_PAGE: Final = 100
_MOST_PAGES: Final = 100
"""An account has 6,000 templates at most."""

_LONGEST_NAME: Final = 512
"""Meta's limit."""
_LONGEST_LANGUAGE: Final = 64
"""What the catalogue has room for: a code such as en_US."""

_UNKNOWN_OBJECT: Final = 100
_NOT_PERMITTED: Final = frozenset({3, 10, *range(200, 300)})


class GraphTemplates:
    """Implements `domain.template_ports.TemplateSource`. Retries nothing itself: Temporal does."""

    def __init__(self, url: str, version: str, access: GraphAccess) -> None:
        self._access = access
        self._client = graph_client(url, version, _TIMEOUT)

    def templates(self, account_id: str) -> tuple[ListedTemplate, ...]:
        """See the port. Source: Graph API reference, WhatsApp Business Account, templates."""
        found: list[ListedTemplate] = []
        after = ""
        for _ in range(_MOST_PAGES):
            page = self._page(account_id, after)
            if not isinstance(page.get("data"), list):
                raise UnusableAnswer("WhatsApp answered, but not with a list of templates")
            found.extend(_read(as_list(page.get("data"))))
            paging = as_object(page.get("paging"))
            if not paging.get("next"):
                return tuple(found)
            # By the cursor and not by the address that comes with it: that one gets no token.
            after = as_text(as_object(paging.get("cursors")).get("after"))
            if not after:
                break
        raise UnusableAnswer("WhatsApp's list of templates has no end")

    def _page(self, account_id: str, after: str) -> Mapping[str, object]:
        asked = {"fields": _FIELDS, "limit": str(_A_PAGE), **({"after": after} if after else {})}
        try:
            answer = self._access.ask(
                lambda by: self._client.get(
                    f"{account_id}/message_templates",
                    params={**asked, **by.params},
                    headers=by.headers,
                )
            )
        except httpx.HTTPError as error:
            raise Unavailable(f"WhatsApp was not reached: {type(error).__name__}") from None
        if not answer.is_success:
            _refuse(answer)
        return content_of(answer)


def _refuse(answer: httpx.Response) -> None:
    code = error_code(answer)
    if code is None:
        # Not Meta's envelope: some proxy answered.
        raise Unavailable(f"WhatsApp did not answer: status {answer.status_code}")
    if code == _UNKNOWN_OBJECT:
        raise Misconfigured(
            "WHATSAPP_BUSINESS_ACCOUNT_IDS: WhatsApp shows our token no such account (code 100)"
        )
    understood = send_error(code)
    stopped = understood.handling is Handling.STOP_NUMBER or code in _NOT_PERMITTED
    if stopped or answer.status_code == HTTPStatus.UNAUTHORIZED:
        raise Misconfigured(f"WhatsApp does not let our token see the templates: code {code}")
    raise Unavailable(f"WhatsApp did not list the templates: code {code}")


def _read(data: Sequence[object]) -> Iterator[ListedTemplate]:
    for each in map(as_object, data):
        name, language = as_text(each.get("name")), as_text(each.get("language"))
        # What has no name cannot be sent, and what is too long for ours is none of Meta's.
        if 0 < len(name) <= _LONGEST_NAME and 0 < len(language) <= _LONGEST_LANGUAGE:
            yield ListedTemplate(
                id=as_text(each.get("id"))[:64],
                name=name,
                language=language,
                status=_word(each.get("status")) or "UNKNOWN",
                category=_word(each.get("category")),
                parts=tuple(map(_part, as_list(each.get("components")))),
            )


def _part(value: object) -> TemplatePart:
    # Its examples are left out: people put names of real clients there.
    part = as_object(value)
    text = as_text(part.get("text"))
    return TemplatePart(
        kind=_word(part.get("type")),
        format=_word(part.get("format")),
        text=text,
        gaps=gaps_in(text),
        buttons=tuple(map(_button, as_list(part.get("buttons")))),
    )


def _button(value: object) -> TemplateButton:
    button = as_object(value)
    return TemplateButton(
        kind=_word(button.get("type")),
        text=as_text(button.get("text")),
        gaps=gaps_in(as_text(button.get("url"))),
    )


def _word(value: object) -> str:
    return as_text(value).upper()[:64]
