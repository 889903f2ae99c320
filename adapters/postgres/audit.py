"""The audit log: who did what with whose data."""

import uuid

from sqlalchemy.orm import Session

from adapters.postgres.tables import AuditEntry
from domain.ids import LawyerId


def note(session: Session, lawyer: LawyerId | None, action: str, subject: str) -> None:
    """Write down, for ever, what somebody did to what; None: whoever runs the system."""
    session.add(
        AuditEntry(id=uuid.uuid4().hex, lawyer_id=lawyer, action=action[:64], subject=subject)
    )
    session.flush()
