"""A refusal as Meta gives it: HTTP status and envelope by code."""

from simulator.graph.codes import CODES, Description
from simulator.identifiers import new_trace_id


class GraphError(Exception):
    """A call is refused as Meta would refuse it.

    A `message` of one's own makes it a refusal by the Graph API itself.
    """

    def __init__(
        self,
        code: int,
        details: str | None = None,
        *,
        message: str | None = None,
        type: str = "OAuthException",
        subcode: int | None = None,
    ) -> None:
        known = described(code)
        super().__init__(f"Graph error {code}")
        self.code = code
        self.http_status = known.http_status
        by_graph = message or (known.graph if details is None else None)
        self._message = by_graph or f"(#{code}) {known.title}"
        self._type = type
        self._subcode = subcode or known.subcode
        # Errors of the Graph API itself have no error_data; those of the Cloud API always do.
        self._details = None if by_graph else details or known.details

    def envelope(self) -> dict[str, object]:
        """The JSON body of the answer."""
        error: dict[str, object] = {"message": self._message, "type": self._type, "code": self.code}
        if self._details is not None:
            error["error_data"] = {"messaging_product": "whatsapp", "details": self._details}
        if self._subcode is not None:
            error["error_subcode"] = self._subcode
        error["fbtrace_id"] = new_trace_id()
        return {"error": error}


def described(code: int) -> Description:
    """What is documented of a code; a code nobody documented is a plain 400."""
    return CODES.get(code, Description(400, "Unknown error", "No description is documented."))
