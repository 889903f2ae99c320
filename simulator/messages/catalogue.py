"""Every type a client's phone can send, by name."""

import difflib
from typing import Final

from simulator.messages import answers, calls, cards, changes, media, oddities, system, words
from simulator.messages.writing import Kind, Write

_ABOUT: Final[tuple[tuple[str, Write, str], ...]] = (
    ("text", words.text, "a text"),
    ("reply", words.reply, "a text that quotes a message"),
    ("forwarded", words.forwarded_as("forwarded"), "a forwarded text"),
    (
        "frequently_forwarded",
        words.forwarded_as("frequently_forwarded"),
        "a text forwarded more than five times",
    ),
    ("ad_referral", words.ad_referral, "the first text after a click-to-WhatsApp advertisement"),
    ("product_inquiry", words.product_inquiry, "a question about a product of the catalogue"),
    ("image", media.media("image"), "a picture"),
    ("video", media.media("video"), "a video"),
    ("audio", media.media("audio"), "a voice note, or a sound file"),
    ("document", media.media("document"), "a document, PDF unless told"),
    ("sticker", media.media("sticker"), "a sticker"),
    ("media_failed", media.media_failed, "a picture Meta could not fetch: errors in the message"),
    ("location", cards.location, "a place"),
    ("contacts", cards.contacts, "somebody's contact card"),
    ("contact_request", cards.contact_request, "the client's own number, given on request"),
    ("button_reply", answers.button_reply, "a tap on a reply button"),
    ("list_reply", answers.list_reply, "a row chosen from a list"),
    ("nfm_reply", answers.nfm_reply, "a completed flow; response_json is a string"),
    ("call_permission_reply", answers.call_permission_reply, "leave for the office to call"),
    ("button", answers.button, "a tap on a quick reply of a template"),
    ("no_interactive", answers.no_interactive, "type interactive without its object, and errors"),
    ("reaction", changes.reaction, "an emoji on a message"),
    ("reaction_removal", changes.reaction_removal, "the emoji taken away: no `emoji`"),
    ("edit", changes.edit, "new words for an own message (coexistence numbers)"),
    ("revoke", changes.revoke, "an own message deleted for everyone (coexistence numbers)"),
    ("order", words.order, "a cart of the catalogue"),
    ("user_changed_number", system.user_changed_number, "another number, the same user id"),
    ("user_changed_user_id", system.user_changed_user_id, "another number and user id (2026)"),
    (
        "customer_identity_changed",
        system.customer_identity_changed,
        "another identity key: a new phone or SIM card",
    ),
    ("unsupported", oddities.unsupported("poll_creation"), "131051: hidden from the firm"),
    ("unsupported_edit", oddities.unsupported("edit"), "131051: an edit, its words hidden"),
    ("unavailable", oddities.unavailable, "131060: there, and not to be had (coexistence)"),
    ("request_welcome", oddities.request_welcome, "the chat was opened for the first time"),
    ("group", oddities.group, "a text in a group"),
    ("call_connect", calls.connect, "a call begins (field `calls`)"),
    ("call_terminate", calls.terminate, "a call ends (field `calls`)"),
    ("errors", oddities.errors, "an error of the account in place of messages"),
    ("unknown", oddities.unknown, "a type nobody has heard of"),
)
KINDS: Final = {name: Kind(name=name, about=about, write=write) for name, write, about in _ABOUT}
"""By the name that the admin API, the command line and the phone page use."""


def unknown_name(name: str, known: list[str], what: str) -> str:
    """What to tell somebody who asked for a name that is not there."""
    near = difflib.get_close_matches(name, known, n=1)
    return f"there is no {what} {name!r}" + (f"; did you mean {near[0]!r}?" if near else "")
