"""What every review desk, and the conversation's store behind it, does: the fake and the real."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from adapters.postgres.engine import transaction
from adapters.postgres.tables import AuditEntry, Draft, Review
from adapters.postgres.vault import Vault
from domain.access import Role
from domain.analysis import Intent
from domain.drafts import LONGEST_TEXT
from domain.failures import NotAllowed, Taken, UnknownRecord, UnsendableContent
from domain.ids import DraftId, edited_draft_id
from domain.outbound import OutboundMessage
from domain.outbound_content import Text
from domain.pen import NewReview
from domain.review import ReviewAction, ReviewOutcome
from domain.routing import Mode, Reason
from tests.adapters.conftest import Stores, at_once
from tests.adapters.pens import Firm, a_review, firm_of
from tests.adapters.registers import Registers
from tests.samples import made_conversation, make_policy


@pytest.fixture
def firm(stores: Stores, engine: Engine, vault: Vault) -> Firm:
    return firm_of(stores, engine, vault)


@pytest.fixture
def real(postgres_stores: Stores, engine: Engine, vault: Vault) -> Firm:
    return firm_of(postgres_stores, engine, vault)


def test_a_review_is_written_down_before_anything_comes_of_it(firm: Firm) -> None:
    viewer, message = firm.person(), firm.message()
    draft = firm.draft(message, "Selamat pagi.")
    kept = firm.reviews.record(viewer, a_review(message, draft), firm.stores.policy)
    assert kept.outcome is ReviewOutcome.RECORDED
    said = kept.input
    assert (said.draft_id, said.draft_version, said.new_draft_id) == (draft.draft_id, 1, None)
    assert (said.reviewer, said.role, said.length) == (viewer.id, Role.LAWYER, 13)
    (shown,) = firm.reviews.reviews(viewer, message.conversation_id)
    assert (shown.id, shown.reviewer, shown.outcome) == (
        said.review_id, "Dewi Lestari", ReviewOutcome.RECORDED,
    )  # fmt: skip
    assert (shown.before, shown.after, shown.reason) == ("Selamat pagi.", None, None)
    assert shown.settled_at is None


def test_other_words_become_a_draft_of_their_own(firm: Firm) -> None:
    viewer, message = firm.person(), firm.message()
    draft = firm.draft(message)
    edit = a_review(message, draft, ReviewAction.EDIT, text="Silakan datang besok.")
    kept = firm.reviews.record(viewer, edit, firm.stores.policy)
    assert kept.input.new_draft_id == edited_draft_id(edit.review_id)
    assert (kept.input.new_draft_version, kept.input.length) == (2, 21)
    assert (kept.input.draft_id, kept.input.draft_version) == (draft.draft_id, 1)
    (shown,) = firm.reviews.reviews(viewer, message.conversation_id)
    assert (shown.before, shown.after) == ("Selamat datang.", "Silakan datang besok.")
    later = firm.draft(firm.message(number=2))
    assert later.version == 3


def test_the_same_review_again_is_the_same(firm: Firm) -> None:
    viewer, message = firm.person(), firm.message()
    draft = firm.draft(message)
    edit = a_review(message, draft, ReviewAction.EDIT, text="Silakan.", reason="Lebih singkat")
    first = firm.reviews.record(viewer, edit, firm.stores.policy)
    assert firm.reviews.record(viewer, edit, firm.stores.policy) == first
    firm.reviews.settle(edit.review_id, ReviewOutcome.STALE)
    again = firm.reviews.record(viewer, edit, firm.stores.policy)
    assert again == replace(first, outcome=ReviewOutcome.STALE)
    assert len(firm.reviews.reviews(viewer, message.conversation_id)) == 1


@pytest.mark.parametrize("what", ["text", "action", "reason", "version", "person", "conversation"])
def test_an_id_is_not_given_to_another_review(firm: Firm, what: str) -> None:
    viewer, message = firm.person(), firm.message()
    draft = firm.draft(message)
    edit = a_review(message, draft, ReviewAction.EDIT, text="Silakan.")
    firm.reviews.record(viewer, edit, firm.stores.policy)
    elsewhere = firm.stores.record(number=2, phone="6281200000002")
    other: NewReview = {
        "text": replace(edit, text="Besok."),
        "action": replace(edit, action=ReviewAction.APPROVE),
        "reason": replace(edit, reason="Lain"),
        "version": replace(edit, draft_version=7),
        "person": edit,
        "conversation": replace(edit, conversation_id=elsewhere.conversation_id),
    }[what]
    somebody = firm.person(name="Sari Utami") if what == "person" else viewer
    with pytest.raises(Taken):
        firm.reviews.record(somebody, other, firm.stores.policy)


def test_one_review_sent_many_times_at_once_is_one(firm: Firm) -> None:
    viewer, message = firm.person(), firm.message()
    edit = a_review(message, firm.draft(message), ReviewAction.EDIT, text="Silakan.")
    kept = at_once(8, lambda _: firm.reviews.record(viewer, edit, firm.stores.policy))
    assert all(each == kept[0] for each in kept)
    assert len(firm.reviews.reviews(viewer, message.conversation_id)) == 1


@pytest.mark.parametrize("text", [None, "", "  \n", "a\x00b"])
def test_words_that_whatsapp_would_not_take_are_no_edit(firm: Firm, text: str | None) -> None:
    viewer, message = firm.person(), firm.message()
    edit = a_review(message, firm.draft(message), ReviewAction.EDIT, text=text)
    with pytest.raises(UnsendableContent):
        firm.reviews.record(viewer, edit, firm.stores.policy)
    assert firm.reviews.reviews(viewer, message.conversation_id) == ()
    assert firm.draft(firm.message(number=2)).version == 2


def test_words_that_are_too_long_are_kept_for_the_conversation_to_judge(firm: Firm) -> None:
    viewer, message = firm.person(), firm.message()
    edit = a_review(message, firm.draft(message), ReviewAction.EDIT, text="a" * (LONGEST_TEXT + 1))
    kept = firm.reviews.record(viewer, edit, firm.stores.policy)
    assert kept.input.length == LONGEST_TEXT + 1


@pytest.mark.parametrize(
    ("role", "intents", "may"),
    [
        ("lawyer", (Intent.LEGAL_ADVICE,), True),
        ("partner", (Intent.LEGAL_ADVICE,), True),
        ("staff", (Intent.GREETING,), True),
        ("staff", (Intent.GREETING, Intent.LEGAL_ADVICE), False),
    ],
)
def test_who_may_approve_depends_on_what_is_answered(
    firm: Firm, role: str, intents: tuple[Intent, ...], *, may: bool
) -> None:
    viewer, message = firm.person(role), firm.message(*intents)
    draft, policy = firm.draft(message), firm.stores.policy
    reject = a_review(message, draft, ReviewAction.REJECT, number=2, reason="Keliru")
    assert firm.reviews.record(viewer, reject, policy).input.length == 0
    if may:
        assert firm.reviews.record(viewer, a_review(message, draft), policy)
    else:
        with pytest.raises(NotAllowed):
            firm.reviews.record(viewer, a_review(message, draft), policy)


def test_staff_approve_nothing_that_nobody_understood(firm: Firm) -> None:
    message = firm.stores.record()
    with pytest.raises(NotAllowed):
        firm.reviews.record(
            firm.person("staff"), a_review(message, firm.draft(message)), firm.stores.policy
        )


@pytest.mark.parametrize("role", ["admin", "auditor", "a role from before"])
def test_who_reads_nothing_says_nothing(firm: Firm, role: str) -> None:
    viewer, message = firm.person(role), firm.message()
    with pytest.raises(UnknownRecord):
        firm.reviews.record(viewer, a_review(message, firm.draft(message)), firm.stores.policy)
    with pytest.raises(UnknownRecord):
        firm.reviews.reviews(viewer, message.conversation_id)


def test_what_is_not_there_or_behind_a_wall_cannot_be_reviewed(firm: Firm) -> None:
    viewer, message, policy = firm.person(), firm.message(), firm.stores.policy
    draft = firm.draft(message)
    elsewhere = firm.stores.record(number=2, phone="6281200000002")
    for wrong in (
        replace(a_review(message, draft), draft_id=DraftId("d" * 32)),
        replace(a_review(message, draft), conversation_id=elsewhere.conversation_id),
        replace(a_review(message, draft), conversation_id=made_conversation(9)),
    ):
        with pytest.raises(UnknownRecord):
            firm.reviews.record(viewer, wrong, policy)
    firm.behind.wall(message, firm.person(name="Sari Utami"))
    with pytest.raises(UnknownRecord):
        firm.reviews.record(viewer, a_review(message, draft), policy)
    with pytest.raises(UnknownRecord):
        firm.reviews.reviews(viewer, message.conversation_id)


def test_the_first_outcome_stands(firm: Firm) -> None:
    viewer, message = firm.person(), firm.message()
    kept = firm.reviews.record(viewer, a_review(message, firm.draft(message)), firm.stores.policy)
    firm.reviews.settle(kept.input.review_id, ReviewOutcome.WINDOW_CLOSED)
    firm.reviews.settle(kept.input.review_id, ReviewOutcome.STALE)
    (shown,) = firm.reviews.reviews(viewer, message.conversation_id)
    assert shown.outcome is ReviewOutcome.WINDOW_CLOSED
    assert shown.settled_at is not None
    assert firm.apply(kept, message) == (ReviewOutcome.WINDOW_CLOSED, ())


def test_a_review_that_is_not_there_cannot_be_settled(firm: Firm) -> None:
    message = firm.message()
    unknown = a_review(message, firm.draft(message))
    with pytest.raises(UnknownRecord):
        firm.reviews.settle(unknown.review_id, ReviewOutcome.STALE)


def test_the_newest_review_comes_first(firm: Firm) -> None:
    viewer, message = firm.person(), firm.message()
    draft = firm.draft(message)
    for number in (2, 1, 3):
        review = a_review(message, draft, ReviewAction.REJECT, number=number)
        firm.reviews.record(viewer, review, firm.stores.policy)
    shown = firm.reviews.reviews(viewer, message.conversation_id)
    assert [int(each.id, 16) for each in shown] == [3, 1, 2]


def test_an_approved_draft_is_written_down_for_sending_once(firm: Firm) -> None:
    viewer, message = firm.person(), firm.message()
    draft = firm.draft(message, "Selamat pagi.")
    kept = firm.reviews.record(viewer, a_review(message, draft), firm.stores.policy)
    outcome, ids = firm.apply(kept, message)
    assert (outcome, len(ids)) == (ReviewOutcome.APPLIED, 1)
    assert firm.apply(kept, message) == (outcome, ids)
    assert firm.apply(kept, message, ReviewOutcome.STALE) == (outcome, ids)
    assert firm.claim(message, ids[0]).content == Text(body="Selamat pagi.")
    (shown,) = firm.reviews.reviews(viewer, message.conversation_id)
    assert shown.outcome is ReviewOutcome.APPLIED


def test_an_edited_draft_goes_out_with_its_other_words(firm: Firm) -> None:
    viewer, message = firm.person(), firm.message()
    edit = a_review(message, firm.draft(message), ReviewAction.EDIT, text="Silakan.")
    kept = firm.reviews.record(viewer, edit, firm.stores.policy)
    _, (outbound,) = firm.apply(kept, message)
    assert firm.claim(message, outbound).content == Text(body="Silakan.")


def test_what_a_lawyer_approved_goes_whatever_holds_the_assistant_back(firm: Firm) -> None:
    viewer, message = firm.person(), firm.message()
    kept = firm.reviews.record(viewer, a_review(message, firm.draft(message)), firm.stores.policy)
    _, (outbound,) = firm.apply(kept, message)
    firm.pens.take_over(viewer, message.conversation_id)
    ready = firm.prepare(message, outbound, policy=make_policy(mode=Mode.OFF))
    assert isinstance(ready, OutboundMessage)


@pytest.mark.parametrize("action", [ReviewAction.REJECT, ReviewAction.APPROVE])
def test_what_is_rejected_or_needs_another_is_not_sent(firm: Firm, action: ReviewAction) -> None:
    viewer, message = firm.person(), firm.message()
    kept = firm.reviews.record(
        viewer, a_review(message, firm.draft(message), action), firm.stores.policy
    )
    rejected = action is ReviewAction.REJECT
    outcome = ReviewOutcome.APPLIED if rejected else ReviewOutcome.NEEDS_SECOND
    assert firm.apply(kept, message, outcome) == (outcome, ())
    assert firm.apply(kept, message, outcome) == (outcome, ())


def test_a_second_person_sends_what_the_first_one_wrote(firm: Firm) -> None:
    first, second = firm.person(), firm.person("partner", "Sari Utami")
    message = firm.message(Intent.LEGAL_ADVICE)
    edit = a_review(message, firm.draft(message), ReviewAction.EDIT, text="Ajukan banding.")
    kept = firm.reviews.record(first, edit, firm.stores.policy)
    firm.apply(kept, message, ReviewOutcome.NEEDS_SECOND)
    assert kept.input.new_draft_id
    approve = replace(
        edit,
        review_id=a_review(message, firm.draft(message), number=2).review_id,
        action=ReviewAction.APPROVE,
        draft_id=kept.input.new_draft_id,
        draft_version=kept.input.new_draft_version,
        text=None,
    )
    again = firm.reviews.record(second, approve, firm.stores.policy)
    assert again.input.length == len("Ajukan banding.")
    _, (outbound,) = firm.apply(again, message)
    assert firm.claim(message, outbound).content == Text(body="Ajukan banding.")


@pytest.mark.parametrize("action", list(ReviewAction))
def test_who_may_not_see_it_any_more_has_said_nothing(firm: Firm, action: ReviewAction) -> None:
    viewer, message = firm.person(), firm.message()
    review = a_review(message, firm.draft(message), action, text="Silakan.")
    kept = firm.reviews.record(viewer, review, firm.stores.policy)
    firm.behind.wall(message, firm.person(name="Sari Utami"))
    assert firm.apply(kept, message) == (ReviewOutcome.NOT_ALLOWED, ())
    assert firm.apply(kept, message) == (ReviewOutcome.NOT_ALLOWED, ())


def test_who_lost_their_role_has_approved_nothing(firm: Firm) -> None:
    viewer, message = firm.person(), firm.message(Intent.LEGAL_ADVICE)
    kept = firm.reviews.record(viewer, a_review(message, firm.draft(message)), firm.stores.policy)
    firm.behind.becomes(viewer, "staff")
    assert firm.apply(kept, message) == (ReviewOutcome.NOT_ALLOWED, ())


def test_a_refusal_of_the_conversation_is_kept_as_it_is(firm: Firm) -> None:
    viewer, message = firm.person(), firm.message()
    kept = firm.reviews.record(viewer, a_review(message, firm.draft(message)), firm.stores.policy)
    firm.behind.becomes(viewer, "admin")
    assert firm.apply(kept, message, ReviewOutcome.STALE) == (ReviewOutcome.STALE, ())


def test_a_review_of_another_conversation_is_not_applied(firm: Firm) -> None:
    viewer, message = firm.person(), firm.message()
    kept = firm.reviews.record(viewer, a_review(message, firm.draft(message)), firm.stores.policy)
    elsewhere = firm.stores.record(number=2, phone="6281200000002")
    with pytest.raises(UnknownRecord):
        firm.apply(kept, elsewhere)


def test_an_edit_answers_the_same_and_tells_the_notice_only_where_it_still_does(
    real: Firm, engine: Engine
) -> None:
    viewer, message = real.person(), real.message()
    notice = real.stores.policy.texts.privacy_notice.id
    draft = real.draft(message, f"Selamat datang. {notice}", carries_notice=True)
    carried: list[bool] = []
    for number, text in enumerate((f"Silakan. {notice}", "Silakan."), start=1):
        edit = a_review(message, draft, ReviewAction.EDIT, number=number, text=text)
        kept = real.reviews.record(viewer, edit, real.stores.policy)
        with transaction(engine) as session:
            row = session.get_one(Draft, kept.input.new_draft_id)
            carried.append(row.carries_notice)
            assert (row.written_by, row.edited_from) == (viewer.id, draft.draft_id)
            assert (row.kind, row.language, row.sources) == ("suggestion", "id", [])
    assert carried == [True, False]


def test_all_that_was_said_is_in_the_audit_log_without_its_words(
    real: Firm, engine: Engine
) -> None:
    viewer, message = real.person(), real.message()
    draft = real.draft(message)
    for number, action in enumerate(ReviewAction, start=1):
        review = a_review(message, draft, action, number=number, text="Silakan.", reason="Sebab")
        for _ in range(2):
            real.reviews.record(viewer, review, real.stores.policy)
    with transaction(engine) as session:
        noted = session.execute(
            select(AuditEntry.action, AuditEntry.lawyer_id, AuditEntry.subject).order_by(
                AuditEntry.action
            )
        ).all()
        reasons = session.scalars(select(Review.reason)).all()
    assert [tuple(each) for each in noted] == [
        (f"draft_{action}", viewer.id, draft.draft_id) for action in ("approve", "edit", "reject")
    ]
    assert all(reason and b"Sebab" not in reason for reason in reasons)


def test_a_lawyer_is_shown_the_draft_that_waits_and_no_other(
    real: Firm, registers: Registers
) -> None:
    viewer, message = real.person(), real.message()

    def shown() -> list[tuple[str | None, str | None]]:
        content = registers.reader.conversation(message.conversation_id, viewer, limit=20)
        return [(each.body, each.written_by) for each in content.drafts]

    earlier = real.draft(message, "Lama.")
    draft = real.draft(real.message(number=2), "Baru.")
    assert draft.version > earlier.version
    stale = a_review(message, draft, ReviewAction.EDIT, text="Tidak jadi.")
    real.reviews.record(viewer, stale, real.stores.policy)
    real.reviews.settle(stale.review_id, ReviewOutcome.STALE)
    assert shown() == [("Baru.", None)]
    edit = a_review(message, draft, ReviewAction.EDIT, number=2, text="Lebih baik.")
    kept = real.reviews.record(viewer, edit, real.stores.policy)
    assert shown() == [("Baru.", None)]
    real.apply(kept, message, ReviewOutcome.NEEDS_SECOND)
    assert shown() == [("Lebih baik.", viewer.id)]
    assert kept.input.new_draft_id
    reject = replace(
        a_review(message, draft, ReviewAction.REJECT, number=3),
        draft_id=kept.input.new_draft_id,
        draft_version=kept.input.new_draft_version,
    )
    rejected = real.reviews.record(viewer, reject, real.stores.policy)
    real.apply(rejected, message)
    assert shown() == []
    real.draft(real.message(number=3), "Berikutnya.")
    assert shown() == [("Berikutnya.", None)]


def test_a_person_is_needed_until_the_answer(firm: Firm) -> None:
    message = firm.message()
    firm.waits(message, Reason.LEGAL_ADVICE)
    assert firm.stores.look.flag(message.conversation_id).since
    firm.store.note_answered(message.conversation_id, (message.message_id,))
    assert firm.stores.look.flag(message.conversation_id).since is None
