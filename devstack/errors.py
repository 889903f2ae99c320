"""What stops a start."""


class CannotStart(Exception):
    """Something did not start; the text is one line for a person.

    `last_lines` are what the process said last, for those who want to look closer.
    """

    def __init__(self, text: str, last_lines: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.last_lines = last_lines
