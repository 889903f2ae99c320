"""What the Web UI shows of a running workflow: its steps so far, as a list."""

from temporalio import workflow


class Story:
    """Collects lines and shows them as the workflow's current details. Codes and ids only."""

    def __init__(self) -> None:
        self._lines: list[str] = []

    def tell(self, line: str) -> None:
        """Add a line."""
        self._lines = [*self._lines[-19:], f"- {workflow.now():%H:%M:%S} {line}"]
        workflow.set_current_details("\n".join(self._lines))
