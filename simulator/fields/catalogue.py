"""Every webhook field beside `messages`, by the name it is asked for."""

from collections.abc import Callable
from typing import Final

from simulator.fields import account, coexistence, people
from simulator.fields.telling import Field, Occasion, Value

_Row = tuple[str, Callable[[Occasion], Value], str]
# These carry `messaging_product` and `metadata`, as `messages` does.
_OF_PEOPLE: Final[tuple[_Row, ...]] = (
    ("user_preferences", people.preferences, "the client stops marketing, or resumes it"),
    ("user_id_update", people.user_id, "the client's user id was given anew (2026)"),
    ("smb_message_echoes", coexistence.echoes, "the office wrote from its phone (coexistence)"),
    ("history", coexistence.history, "older messages (coexistence)"),
    ("smb_app_state_sync", coexistence.app_state, "the office's address book (coexistence)"),
)
_OF_THE_ACCOUNT: Final[tuple[_Row, ...]] = (
    ("message_template_status_update", account.template_status, "a template is approved"),
    ("template_category_update", account.template_category, "a template's category changes"),
    ("message_template_quality_update", account.template_quality, "a template's quality falls"),
    ("message_template_components_update", account.template_components, "a template was edited"),
    ("account_update", account.account, "the account is restricted"),
    ("account_review_update", account.account_review, "the account was reviewed"),
    ("account_alerts", account.account_alerts, "something about the account to look at"),
    ("phone_number_quality_update", account.number_quality, "the number may send faster"),
    ("phone_number_name_update", account.number_name, "the display name is approved"),
    ("business_capability_update", account.capability, "the limits of the business change"),
    ("security", account.security, "somebody asks to reset the number's PIN"),
    ("business_username_updates", account.business_username, "the office's username is approved"),
    ("something_new", account.something_new, "a field nobody has heard of"),
)
FIELDS: Final = {
    name: Field(name=name, about=about, value=value, bare=bare)
    for rows, bare in ((_OF_PEOPLE, False), (_OF_THE_ACCOUNT, True))
    for name, value, about in rows
}
