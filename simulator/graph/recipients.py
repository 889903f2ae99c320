"""Whom a message goes to, with all that Meta makes of a badly written number."""

import re
from typing import Final

from simulator.conversations import Recipient
from simulator.graph.errors import GraphError
from simulator.graph.parameters import Parameters
from simulator.identifiers import BSUID
from simulator.payloads import Office
from simulator.storage.clients import Clients

_NUMBER: Final = re.compile(r"\+?[\d\s().-]+")
_SHORTEST: Final = 5
_LONGEST: Final = 20


def recipient_of(parameters: Parameters, *, office: Office, clients: Clients) -> Recipient:
    """The recipient of a call; when it gives both `to` and `recipient`, `to` wins.

    Raises:
        GraphError: 131008 without either, 131009 for what is no number or id, 131021 for the
            office's own number.
    """
    if not parameters.has("to") and parameters.has("recipient"):
        return _by_user_id(parameters.text("recipient"), clients)
    return _by_number(parameters.text("to"), office, clients)


def _by_user_id(given: str, clients: Clients) -> Recipient:
    if BSUID.fullmatch(given) is None:
        raise GraphError(131009, "Param recipient must be a business-scoped user id.")
    client = clients.with_user_id(given)
    return Recipient(
        given=given,
        phone=None if client is None else client.phone,
        user_id=given,
        client=client,
    )


def _by_number(given: str, office: Office, clients: Clients) -> Recipient:
    if BSUID.fullmatch(given) is not None:
        # Seen in production: 200 and a wamid, then nothing, ever.
        return Recipient(given=given, phone=None, user_id=None, client=None, lost=True)
    digits = "".join(character for character in given if character.isdigit())
    if _NUMBER.fullmatch(given) is None or not _SHORTEST <= len(digits) <= _LONGEST:
        raise GraphError(131009, "Param to must be a phone number.")
    if not given.startswith("+"):
        # Documented: the office's country code is put before it, even where one is there already.
        digits = office.country_code + digits
    if digits == office.digits:
        raise GraphError(131021)
    return Recipient(given=given, phone=digits, user_id=None, client=clients.with_phone(digits))
