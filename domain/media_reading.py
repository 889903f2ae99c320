"""What a recognised document means for who must look at it, and how it is kept."""

from collections.abc import Mapping
from typing import Any, Final

from domain.analysis import Urgency
from domain.files import DocumentSummary, RecognisedField
from domain.legal.found import DocumentKind, Doubt, Field, FieldName, RecognisedDocument
from domain.routing import Reason

_ALARMING: Final[Mapping[DocumentKind, Reason]] = {
    DocumentKind.COURT_SUMMONS: Reason.COURT_DEADLINE,
    DocumentKind.COURT_DECISION: Reason.COURT_DEADLINE,
    DocumentKind.POLICE_SUMMONS: Reason.POLICE_SUMMONS,
    DocumentKind.DEMAND_LETTER: Reason.DEMAND_LETTER,
}
"""With each of them a time begins to run: for an appearance, an appeal, an answer."""


def alarm_of(kind: DocumentKind) -> tuple[Reason, Urgency] | None:
    """Why a lawyer must look at a document of this kind soon; None where nobody must."""
    reason = _ALARMING.get(kind)
    return (reason, Urgency.HIGH) if reason else None


def summary_of(document: RecognisedDocument) -> DocumentSummary:
    """A recognised document as it is kept."""
    return DocumentSummary(
        kind=str(document.kind),
        confidence=document.confidence,
        fields=tuple(
            RecognisedField(
                name=str(field.name),
                value=field.value,
                page=field.page,
                line=field.line,
                confidence=field.confidence,
                doubts=tuple(str(doubt) for doubt in field.doubts),
            )
            for field in document.fields
        ),
    )


def recognised_again(kept: Mapping[str, Any]) -> RecognisedDocument:
    """A recognised document from the JSON object that a summary is kept as.

    What another version of the programme kept, and this one has no word for, is left out.
    """
    kinds, names = set(DocumentKind), set(FieldName)
    return RecognisedDocument(
        kind=DocumentKind(kept["kind"]) if kept["kind"] in kinds else DocumentKind.UNKNOWN,
        confidence=kept["confidence"],
        fields=tuple(_field(each) for each in kept["fields"] if each["name"] in names),
    )


def _field(kept: Mapping[str, Any]) -> Field:
    doubts = set(Doubt)
    return Field(
        name=FieldName(kept["name"]),
        value=kept["value"],
        page=kept["page"],
        line=kept["line"],
        confidence=kept["confidence"],
        doubts=tuple(Doubt(each) for each in kept["doubts"] if each in doubts),
    )
