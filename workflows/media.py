"""One client's file: fetched, looked into, kept, read."""

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.cases import CaseActivities
    from activities.media import DocumentActivities, KeptMedia, MediaActivities
    from domain.files import MediaInput
    from domain.media import MediaState
    from domain.processes import MEDIA, TaskQueue
    from workflows import policies
    from workflows.story import Story


@workflow.defn(name=MEDIA)
class MediaWorkflow:
    """`media/<MessageId>` on `wa.document.ocr`.

    Its message goes its own way meanwhile: nothing waits for a file.
    """

    def __init__(self) -> None:
        self._story = Story()

    @workflow.run
    async def run(self, input: MediaInput) -> None:
        """Keep the file, then read it and put it to its case."""
        kept = await self._keep(input)
        self._story.tell(
            f"the file is {kept.state}" + (f": {kept.problem}" if kept.problem else "")
        )
        if kept.findings:
            self._story.tell(f"found: {', '.join(kept.findings)}")
        if kept.state is MediaState.KEPT:
            await self._read(input)

    async def _keep(self, input: MediaInput) -> KeptMedia:
        try:
            return await workflow.execute_activity_method(
                MediaActivities.keep_media,
                input,
                task_queue=TaskQueue.DOCUMENTS,
                summary="fetch and keep the file",
                **policies.MEDIA,
            )
        except ActivityError:
            return await workflow.execute_activity_method(
                MediaActivities.give_up_media,
                input,
                task_queue=TaskQueue.DOCUMENTS,
                summary="note that it could not be fetched",
                **policies.DATABASE,
            )

    async def _read(self, input: MediaInput) -> None:
        try:
            read = await workflow.execute_activity_method(
                DocumentActivities.read_document,
                input,
                task_queue=TaskQueue.DOCUMENTS,
                summary="read the document",
                **policies.OCR,
            )
        except ActivityError:
            # The original is kept, and a person can look at it.
            self._story.tell("it could not be read")
            if workflow.patched("note-what-could-not-be-read"):
                await workflow.execute_activity_method(
                    DocumentActivities.give_up_reading,
                    input,
                    task_queue=TaskQueue.DOCUMENTS,
                    summary="note that it could not be read",
                    **policies.DATABASE,
                )
            return
        kind = f", taken for {read.kind}" if read.kind else ""
        self._story.tell(f"{read.state}: {read.pages} page(s){kind}")
        if read.kind is not None and workflow.patched("place-document"):
            await self._place(input)

    async def _place(self, input: MediaInput) -> None:
        try:
            placed = await workflow.execute_activity_method(
                CaseActivities.place_document,
                input,
                task_queue=TaskQueue.INCOMING,
                summary="find the case of the document, and what must be done by when",
                **policies.PLACING,
            )
        except ActivityError:
            # What was read is kept, and a person can look at it.
            self._story.tell("no case could be looked for")
            return
        self._story.tell(
            f"put to case {placed.case_id or 'none'}: {placed.reason},"
            f" {placed.deadlines} deadline(s){', in conflict' if placed.conflict else ''}"
        )
