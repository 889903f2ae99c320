"""Meta's error codes with their HTTP statuses and texts, as publicly documented."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Description:
    """What is publicly documented of one code.

    `graph` is the text of a refusal by the Graph API itself, before WhatsApp has seen the call;
    such a refusal has no `error_data`.
    """

    http_status: int
    title: str
    details: str
    graph: str | None = None
    subcode: int | None = None


# Sources: Meta's "Cloud API error codes" page; the HTTP status is the one documented there.
CODES: Final[dict[int, Description]] = {
    0: Description(
        401,
        "AuthException",
        "We were unable to authenticate the app user.",
        graph="We were unable to authenticate the app user.",
    ),
    1: Description(
        400,
        "API Unknown",
        "Invalid request or possible server error.",
        graph="An unknown error occurred",
    ),
    2: Description(
        503,
        "API Service",
        "Temporary due to downtime or being overloaded.",
        graph="An unexpected error has occurred. Please retry your request later.",
    ),
    3: Description(
        500,
        "API Method",
        "Capability or permissions issue.",
        graph="(#3) Application does not have the capability to make this API call.",
    ),
    4: Description(
        400,
        "API Too Many Calls",
        "The app has reached its API call rate limit.",
        graph="(#4) Application request limit reached",
    ),
    10: Description(
        403,
        "Permission Denied",
        "Permission is either not granted or removed.",
        graph="(#10) Application does not have permission for this action",
    ),
    33: Description(400, "Parameter value is not valid", "The phone number has been deleted."),
    100: Description(400, "Invalid parameter", "A parameter is unsupported or misspelled."),
    190: Description(
        401,
        "Access token has expired",
        "The access token has expired.",
        graph="Error validating access token: Session has expired.",
        subcode=463,
    ),
    200: Description(
        403,
        "API Permission",
        "Permission is either not granted or removed.",
        graph="(#200) You do not have the necessary permissions required to send messages on "
        "behalf of this WhatsApp Business Account",
    ),
    368: Description(
        403, "Temporarily blocked for policies violations", "The account is restricted."
    ),
    80007: Description(400, "Rate limit issues", "The account has reached its rate limit."),
    130403: Description(400, "User is blocked", "The business has blocked this user."),
    130429: Description(400, "Rate limit hit", "Cloud API message throughput has been reached."),
    130472: Description(
        400, "User's number is part of an experiment", "Not sent as part of an experiment."
    ),
    130497: Description(
        403,
        "Business account is restricted from messaging users in this country.",
        "Messaging users in this country is restricted.",
    ),
    131000: Description(500, "Something went wrong", "Message failed due to an unknown error."),
    131005: Description(403, "Access denied", "Permission is either not granted or removed."),
    131008: Description(400, "Required parameter is missing", "A parameter is missing."),
    131009: Description(400, "Parameter value is not valid", "A parameter value is invalid."),
    131016: Description(500, "Service unavailable", "A service is temporarily unavailable."),
    131021: Description(
        400, "Recipient cannot be sender", "Sender and recipient are the same number."
    ),
    131026: Description(400, "Message undeliverable", "Unable to deliver message."),
    131030: Description(
        400, "Recipient phone number not in allowed list", "Add the number to the allowed list."
    ),
    131031: Description(403, "Account has been locked", "The account was restricted or disabled."),
    131037: Description(400, "Display name approval needed", "The number needs a display name."),
    131042: Description(
        400, "Business eligibility payment issue", "There was an error with the payment method."
    ),
    131045: Description(400, "Incorrect certificate", "The number is not registered correctly."),
    131047: Description(
        400,
        "Re-engagement message",
        "More than 24 hours have passed since the recipient last replied to the sender number.",
    ),
    131048: Description(
        400, "Spam rate limit hit", "Too many messages were blocked or flagged as spam."
    ),
    131049: Description(
        400, "Meta chose not to deliver", "Not delivered to keep the ecosystem healthy."
    ),
    131050: Description(
        400, "User stopped marketing messages", "The user stopped marketing from this business."
    ),
    131051: Description(400, "Unsupported message type", "Message type is not supported."),
    131052: Description(400, "Media download error", "The user's media could not be downloaded."),
    131053: Description(400, "Media upload error", "The media could not be uploaded."),
    131056: Description(
        400,
        "(Business Account, Consumer Account) pair rate limit hit",
        "Too many messages to the same recipient in a short time.",
    ),
    131057: Description(500, "Account in maintenance mode", "The account is in maintenance mode."),
    131062: Description(
        400,
        "Business-scoped User ID recipients are not supported for this message",
        "This message needs a phone number.",
    ),
    131063: Description(400, "Marketing messages are off", "Use the Marketing Messages API."),
    131064: Description(400, "Limit reached", "A classification violation limit was reached."),
    132000: Description(
        400, "Number of parameters does not match the expected number of params", "See details."
    ),
    132001: Description(404, "Template name does not exist in the translation", "See details."),
    132005: Description(
        400, "Translated text too long", "The text is too long once its parameters are in it."
    ),
    132007: Description(400, "Template Format Character Policy Violated", "Format policy."),
    132012: Description(
        400, "Parameter format does not match format in the created template", "See details."
    ),
    132015: Description(400, "Template is Paused", "The template is paused for low quality."),
    132016: Description(400, "Template is Disabled", "The template is disabled for low quality."),
    132018: Description(
        400,
        "There's an issue with the parameters in your template",
        "A parameter has new-line, tab or more than four consecutive space characters.",
    ),
    132068: Description(400, "Flow is blocked", "The Flow is in blocked state."),
    132069: Description(400, "Flow is throttled", "The Flow was used too often this hour."),
    133004: Description(503, "Server Temporarily Unavailable", "The server is unavailable."),
    133010: Description(400, "Phone number Not Registered", "The number is not registered."),
    135000: Description(400, "Generic user error", "The request's parameters are wrong."),
    137000: Description(
        400, "Identity key mismatch", "The recipient's identity has changed since."
    ),
}
