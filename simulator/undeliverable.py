"""What Meta finds out only after it has accepted a message: that it cannot be delivered."""

import time
from typing import Final

from simulator.records import Message
from simulator.storage.messages import Messages
from simulator.uploads import RULES, Uploads, bare_type

_NOBODY_HAS_THE_NUMBER: Final = 131026
_MEDIA_OF_ANOTHER_KIND: Final = 131053
_NO_MESSAGE_TO_REACT_TO: Final = 131009
_REACTABLE_SECONDS: Final = 30 * 24 * 3600.0


class Undeliverable:
    """Looks at an accepted message once more."""

    def __init__(self, *, messages: Messages, uploads: Uploads) -> None:
        self._messages = messages
        self._uploads = uploads

    def code_for(self, message: Message) -> int | None:
        """The code of its `failed` status; None when it can be delivered."""
        if message.client_id is None:
            return _NOBODY_HAS_THE_NUMBER
        if message.type == "reaction" and not self._can_be_reacted_to(message):
            return _NO_MESSAGE_TO_REACT_TO
        rule = RULES.get(message.type)
        file = self._uploads.get(str(message.content.get("id")))
        if rule is not None and file is not None and bare_type(file.mime_type) not in rule.types:
            return _MEDIA_OF_ANOTHER_KIND
        return None

    def _can_be_reacted_to(self, reaction: Message) -> bool:
        # Documented: of this chat, no reaction itself, at most 30 days old.
        aim = self._messages.get(str(reaction.content["message_id"]))
        return (
            aim is not None
            and aim.client_id == reaction.client_id
            and aim.type != "reaction"
            and aim.created_at > time.time() - _REACTABLE_SECONDS
        )
