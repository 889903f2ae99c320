"""Whom the elements of `contacts[]` belong to."""

from collections.abc import Mapping, Sequence

from domain.webhook_json import as_object, as_text

_Person = tuple[str, str]
"""A user id and a number, either of which may be empty."""


class Contacts:
    """The contacts of one value, found by the message or the status that they belong to."""

    def __init__(
        self, contacts: Sequence[object], messages: Sequence[object], statuses: Sequence[object]
    ) -> None:
        self._whole = contacts
        self._all = [as_object(contact) for contact in contacts]
        self._people = {
            *(_sender(as_object(message)) for message in messages),
            *(_recipient(as_object(status)) for status in statuses),
        }
        self._by_user = {as_text(each.get("user_id")): each for each in reversed(self._all)}
        self._by_phone = {as_text(each.get("wa_id")): each for each in reversed(self._all)}
        self._claimed: set[int] = set()

    def of_sender(self, message: Mapping[str, object]) -> Mapping[str, object] | None:
        """The sender of a message."""
        return self._of(_sender(message))

    def of_recipient(self, status: Mapping[str, object]) -> Mapping[str, object] | None:
        """The recipient of the message that a status speaks of."""
        return self._of(_recipient(status))

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

    def _of(self, person: _Person) -> Mapping[str, object] | None:
        user, phone = person
        found = self._by_user.get(user) if user else None
        found = found or (self._by_phone.get(phone) if phone else None)
        # A `wa_id` may differ from the number: where there is one contact and one person they
        # belong together, and nowhere else.
        alone = len(self._all) == 1 and len(self._people) == 1 and any(person)
        return found or (self._all[0] if alone else None) or None


def _sender(message: Mapping[str, object]) -> _Person:
    return as_text(message.get("from_user_id")), as_text(message.get("from"))


def _recipient(status: Mapping[str, object]) -> _Person:
    return as_text(status.get("recipient_user_id")), as_text(status.get("recipient_id"))
