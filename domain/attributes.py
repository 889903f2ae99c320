"""Names of the search attributes; operators search by them, so nothing personal is ever in one."""

STAGE = "Stage"
ROUTE = "Route"
URGENCY = "Urgency"
MESSAGE_TYPE = "MessageType"
NEEDS_LAWYER = "NeedsLawyer"
