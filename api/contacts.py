"""Whom the elements of `contacts[]` belong to."""

from collections.abc import Mapping, Sequence

from domain.webhook_json import as_object, as_text

_Person = tuple[str, str]
"""A user id and a number, either of which may be empty."""


class Contacts:
    """The contacts of one value, found by the message or the status that they belong to."""

    def __init__(self, contacts: Sequence[object], messages: Sequence[object]) -> None:
        self._whole = contacts
        self._all = [as_object(contact) for contact in contacts]
        self._senders = {_sender(as_object(message)) for message in messages}
        self._by_user = {as_text(each.get("user_id")): each for each in reversed(self._all)}
        self._by_phone = {as_text(each.get("wa_id")): each for each in reversed(self._all)}
        self._claimed: set[int] = set()

    def of_sender(self, message: Mapping[str, object]) -> Mapping[str, object] | None:
        """The sender of a message."""
        person = _sender(message)
        # A `wa_id` may differ from the number written from: where there is one contact and one
        # sender they belong together, and nowhere else.
        alone = len(self._all) == 1 and len(self._senders) == 1 and any(person)
        return self._named(person) or (self._all[0] if alone else None) or None

    def of_recipient(self, status: Mapping[str, object]) -> Mapping[str, object] | None:
        """The recipient of the message that a status speaks of."""
        named = status.get("recipient_user_id"), status.get("recipient_id")
        return self._named((as_text(named[0]), as_text(named[1])))

    def claim(self, contact: Mapping[str, object] | None) -> None:
        """Note that a contact goes on with its message or status."""
        if contact is not None:
            self._claimed.add(id(contact))

    def unclaimed(self) -> list[object]:
        """Those that nothing took along; whatever stands among them that is no contact."""
        return [
            whole
            for whole, contact in zip(self._whole, self._all, strict=True)
            if id(contact) not in self._claimed
        ]

    def _named(self, person: _Person) -> Mapping[str, object] | None:
        user, phone = person
        found = self._by_user.get(user) if user else None
        return found or (self._by_phone.get(phone) if phone else None)


def _sender(message: Mapping[str, object]) -> _Person:
    return as_text(message.get("from_user_id")), as_text(message.get("from"))
