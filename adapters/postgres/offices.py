"""The firm's own numbers, as it calls them."""

from sqlalchemy import Engine, delete, func, select
from sqlalchemy.dialects.postgresql import insert

from adapters.postgres import audit
from adapters.postgres.engine import transaction
from adapters.postgres.tables import OfficeNumber
from domain.access import changes_the_firm
from domain.failures import NotAllowed, UnknownRecord
from domain.offices import OfficeDetails, OfficeView
from domain.views import LawyerView


class PostgresOfficeRegister:
    """Implements `domain.register_ports.OfficeRegister`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def offices(self) -> tuple[OfficeView, ...]:
        """See the port."""
        with transaction(self._engine) as session:
            rows = session.scalars(select(OfficeNumber).order_by(OfficeNumber.phone_number_id))
            return tuple(_view(row) for row in rows.all())

    def put(self, viewer: LawyerView, phone_number_id: str, details: OfficeDetails) -> OfficeView:
        """See the port."""
        _may_change(viewer)
        said = {
            "display_number": details.display_number,
            "name": details.name,
            "office": details.office,
        }
        with transaction(self._engine) as session:
            session.execute(
                insert(OfficeNumber)
                .values(phone_number_id=phone_number_id, **said)
                .on_conflict_do_update(
                    index_elements=[OfficeNumber.phone_number_id],
                    set_={**said, "updated_at": func.now()},
                )
            )
            audit.note(session, viewer.id, "office_number_put", phone_number_id)
            return _view(session.get_one(OfficeNumber, phone_number_id))

    def remove(self, viewer: LawyerView, phone_number_id: str) -> None:
        """See the port."""
        _may_change(viewer)
        with transaction(self._engine) as session:
            removed = session.scalar(
                delete(OfficeNumber)
                .where(OfficeNumber.phone_number_id == phone_number_id)
                .returning(OfficeNumber.phone_number_id)
            )
            if removed is None:
                raise UnknownRecord(f"no office number {phone_number_id}")
            audit.note(session, viewer.id, "office_number_remove", phone_number_id)


def _may_change(viewer: LawyerView) -> None:
    if not changes_the_firm(viewer):
        raise NotAllowed("your role in the firm changes nothing")


def _view(row: OfficeNumber) -> OfficeView:
    return OfficeView(
        phone_number_id=row.phone_number_id,
        display_number=row.display_number,
        name=row.name,
        office=row.office,
        updated_at=row.updated_at,
    )
