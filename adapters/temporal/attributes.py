"""The search attributes, typed."""

from temporalio.common import SearchAttributeKey

from domain import attributes

STAGE = SearchAttributeKey.for_keyword(attributes.STAGE)
ROUTE = SearchAttributeKey.for_keyword(attributes.ROUTE)
URGENCY = SearchAttributeKey.for_keyword(attributes.URGENCY)
MESSAGE_TYPE = SearchAttributeKey.for_keyword(attributes.MESSAGE_TYPE)
NEEDS_LAWYER = SearchAttributeKey.for_bool(attributes.NEEDS_LAWYER)
