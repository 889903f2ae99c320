"""What can go wrong, named by what happened, and whether a retry can help.

Adapters raise these; one interceptor turns them into Temporal's failures. Their texts are written
here and carry ids and codes only, so they may be logged.
"""

from datetime import timedelta
from typing import ClassVar

from domain.documents import ReadProblem


class Failure(Exception):
    """The root of every failure we name ourselves."""

    retryable: ClassVar[bool] = True
    benign: ClassVar[bool] = False
    """An answer rather than an incident: not logged as an error."""

    def __init__(self, text: str, *, retry_after: timedelta | None = None) -> None:
        super().__init__(text)
        self.retry_after = retry_after


class Unavailable(Failure):
    """A dependency did not answer, or answered that it cannot now."""


class UnusableAnswer(Failure):
    """A dependency answered, and nothing can be made of the answer."""


class SendPostponed(Unavailable):
    """WhatsApp certainly did not take the message, and may take it later; `code` is its own."""

    def __init__(
        self, text: str, *, retry_after: timedelta | None = None, code: int | None = None
    ) -> None:
        super().__init__(text, retry_after=retry_after)
        self.code = code


class NotStarted(Unavailable):
    """It is not certain that Temporal has a workflow; starting it again is safe."""


class Misconfigured(Failure):
    """A person must change the configuration; what waits goes on by itself when that is done."""


class Undecipherable(Failure):
    """A sealed value does not open: the key is gone, or the value was moved or altered.

    Tried again all the same: what waits is visible to operators, what has failed is forgotten.
    """


class Outdated(Failure):
    """What somebody decided on is not what is there any more."""

    retryable: ClassVar[bool] = False
    benign: ClassVar[bool] = True


class Taken(Failure):
    """What should be kept once is kept for another already, or does not go with what is there."""

    retryable: ClassVar[bool] = False
    benign: ClassVar[bool] = True


class NotAllowed(Failure):
    """Whoever asks may see it, and may not do this."""

    retryable: ClassVar[bool] = False
    benign: ClassVar[bool] = True


class Undeliverable(Failure):
    """Somebody cannot be told by this way, whoever tries again: the address does not exist."""

    retryable: ClassVar[bool] = False
    benign: ClassVar[bool] = True


class UnknownRecord(Failure):
    """What was asked for is not there."""

    retryable: ClassVar[bool] = False
    benign: ClassVar[bool] = True


class UnsendableContent(Failure):
    """A message is not what WhatsApp takes: its text says what is wrong, and quotes nothing."""

    retryable: ClassVar[bool] = False
    benign: ClassVar[bool] = True


class WindowClosed(Failure):
    """The customer service window is over: WhatsApp takes a template, and no free text."""

    retryable: ClassVar[bool] = False
    benign: ClassVar[bool] = True


class MediaGone(Failure):
    """WhatsApp has a file no longer, or never had it: the client has to send it again."""

    retryable: ClassVar[bool] = False
    benign: ClassVar[bool] = True


class MediaTooLarge(Failure):
    """A file is larger than WhatsApp allows for its kind."""

    retryable: ClassVar[bool] = False
    benign: ClassVar[bool] = True


class MediaAltered(Failure):
    """What came is not the file that its digest speaks of."""


class NoPreview(Failure):
    """No picture of a file could be made: it is damaged, or would take more than it may."""

    retryable: ClassVar[bool] = False
    benign: ClassVar[bool] = True


class UnreadableDocument(Failure):
    """No page of a file can be read, whoever tries again; `problem` is why."""

    retryable: ClassVar[bool] = False
    benign: ClassVar[bool] = True

    def __init__(self, problem: ReadProblem) -> None:
        super().__init__(f"the document cannot be read: {problem}")
        self.problem = problem


class KeyTaken(Failure):
    """Another file is kept under this key; an original is never written over."""

    retryable: ClassVar[bool] = False
