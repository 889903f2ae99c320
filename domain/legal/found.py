"""What is found in a document: its kind, its fields, and every reason to doubt one of them."""

from dataclasses import dataclass
from enum import StrEnum


class DocumentKind(StrEnum):
    """What a document is."""

    IDENTITY_CARD = "identity_card"
    """KTP."""
    FAMILY_CARD = "family_card"
    """Kartu Keluarga."""
    POWER_OF_ATTORNEY = "power_of_attorney"
    """Surat kuasa."""
    DEMAND_LETTER = "demand_letter"
    """Somasi."""
    COURT_SUMMONS = "court_summons"
    """Relaas, panggilan sidang."""
    POLICE_SUMMONS = "police_summons"
    COURT_DECISION = "court_decision"
    """Putusan, penetapan."""
    CONTRACT = "contract"
    DEED = "deed"
    """Akta of a notary or a PPAT."""
    LAND_CERTIFICATE = "land_certificate"
    INVOICE = "invoice"
    """Also a receipt (kuitansi)."""
    TRANSFER_RECEIPT = "transfer_receipt"
    OTHER = "other"
    """Its words were read and are none of the kinds above."""
    UNKNOWN = "unknown"
    """Too few words, or no kind is sure enough: a person must look."""


class FieldName(StrEnum):
    """What a field says."""

    NIK = "nik"
    FAMILY_CARD_NUMBER = "family_card_number"
    HEAD_OF_FAMILY = "head_of_family"
    NAME = "name"
    BIRTH_PLACE = "birth_place"
    BIRTH_DATE = "birth_date"
    ADDRESS = "address"
    GIVER = "giver"
    RECEIVER = "receiver"
    MATTER = "matter"
    SENDER = "sender"
    ADDRESSEE = "addressee"
    DEADLINE = "deadline"
    """A date, or a duration as `P7D`."""
    CASE_NUMBER = "case_number"
    COURT = "court"
    HEARING_DATE = "hearing_date"
    HEARING_TIME = "hearing_time"
    ROOM = "room"
    CLAIMANT = "claimant"
    """Penggugat, pemohon, pelawan, pembanding."""
    RESPONDENT = "respondent"
    """Tergugat, termohon, terlawan, terbanding."""
    ACCUSED = "accused"
    LETTER_NUMBER = "letter_number"
    LETTER_DATE = "letter_date"
    POLICE_OFFICE = "police_office"
    SUMMONED = "summoned"
    SUMMONS_DATE = "summons_date"
    SUMMONS_TIME = "summons_time"
    CAPACITY = "capacity"
    """`witness`, `suspect`, `reported`, `expert` or `reporter`."""
    INVESTIGATOR = "investigator"
    DECISION_DATE = "decision_date"
    RULING = "ruling"
    """One line of the operative part (amar)."""
    PARTY = "party"
    CONTRACT_DATE = "contract_date"
    NOTARY = "notary"
    DEED_NUMBER = "deed_number"
    DEED_DATE = "deed_date"
    CERTIFICATE_NUMBER = "certificate_number"
    RIGHT_KIND = "right_kind"
    PLACE = "place"
    AMOUNT = "amount"
    """`IDR 1500000`, with cents as `IDR 1500000.50`."""
    BANK = "bank"
    REFERENCE = "reference"
    INVOICE_NUMBER = "invoice_number"
    PAYMENT_DATE = "payment_date"
    DUE_DATE = "due_date"
    DATE = "date"
    """A date that the text mentions; what for is not known."""
    TIME = "time"


class Doubt(StrEnum):
    """Why a value must be looked at before anyone relies on it. Codes are stable."""

    PAGE_HARD_TO_READ = "page_hard_to_read"
    LETTERS_READ_AS_DIGITS = "letters_read_as_digits"
    """`2O26` was taken for 2026."""
    WEEKDAY_DIFFERS = "weekday_differs"
    DAY_MONTH_AMBIGUOUS = "day_month_ambiguous"
    MONTH_FIRST = "month_first"
    YEAR_MISSING = "year_missing"
    """The value is `--12-07`: the year is not supplied."""
    YEAR_SHORT = "year_short"
    YEAR_IMPLAUSIBLE = "year_implausible"
    DATE_IMPOSSIBLE = "date_impossible"
    """The value is what is written: 31 February is no date."""
    DATE_PAST = "date_past"
    RELATIVE_DATE = "relative_date"
    """Counted from the moment given, which may not be when it was written."""
    WEEK_AMBIGUOUS = "week_ambiguous"
    """`Jumat depan`: the coming one, or that of the next week."""
    WORDS_AND_FIGURES_DIFFER = "words_and_figures_differ"
    SEVERAL_CANDIDATES = "several_candidates"
    TIME_IMPOSSIBLE = "time_impossible"
    HALF_DAY_UNKNOWN = "half_day_unknown"
    DAY_PART_DIFFERS = "day_part_differs"
    ZONE_UNKNOWN = "zone_unknown"
    ZONE_FROM_COURT = "zone_from_court"
    """The text names none; it is the zone of the court's city."""
    ZONE_DIFFERS = "zone_differs"
    """The text names a zone that is not that of the court's city."""
    COURT_UNKNOWN = "court_unknown"
    COURTS_DIFFER = "courts_differ"
    """The case number names another court than the text."""
    CASE_TYPE_UNKNOWN = "case_type_unknown"
    NUMBER_LENGTH = "number_length"
    REGION_UNKNOWN = "region_unknown"
    NUMBER_DATE_IMPOSSIBLE = "number_date_impossible"
    BIRTH_DATE_DIFFERS = "birth_date_differs"
    """The NIK says another date of birth than the card."""
    COUNTED_FROM_RECEIPT = "counted_from_receipt"
    WORKING_DAYS = "working_days"
    AMOUNT_UNCLEAR = "amount_unclear"
    LAYOUT_FLATTENED = "layout_flattened"
    """Labels and values stood in two columns and were paired by their order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """One value in its normal form, and the very line it was read from.

    `page` counts from 1, `confidence` is 0 to 1. What has a doubt is never more than a proposal.
    """

    name: FieldName
    value: str
    page: int
    line: str
    confidence: float
    doubts: tuple[Doubt, ...] = ()

    @property
    def doubtful(self) -> bool:
        """Whether anything speaks against it."""
        return bool(self.doubts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One kind that a document may be; `confidence` is 0 to 1."""

    kind: DocumentKind
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class RecognisedDocument:
    """What a document is taken for. `confidence` of `UNKNOWN`: that of the surest candidate.

    `candidates` are all the kinds that something in the text hints at, the surest first.
    """

    kind: DocumentKind
    confidence: float
    fields: tuple[Field, ...] = ()
    candidates: tuple[Candidate, ...] = ()

    def all(self, name: FieldName) -> tuple[Field, ...]:
        """Every field of that name, in the order found."""
        return tuple(field for field in self.fields if field.name is name)

    def first(self, name: FieldName) -> Field | None:
        """The first field of that name."""
        return next((field for field in self.fields if field.name is name), None)
