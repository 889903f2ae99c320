"""Reads a YAML file that a person wrote, and says with the line what is wrong with it."""

from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from yaml.nodes import MappingNode, Node, SequenceNode

from domain.failures import Misconfigured

ModelT = TypeVar("ModelT", bound=BaseModel)


def load(path: Path, model: type[ModelT], setting: str, *, secret: bool = False) -> ModelT:
    """The content of a file. Of a `secret` one no word is ever repeated in an error.

    Raises:
        Misconfigured: with one line for the first fault: `file:line: what is wrong`, or
            `SETTING: file: …` where there is no file to read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "is not UTF-8"
        raise Misconfigured(f"{setting}: {path}: {reason}") from None
    try:
        root = yaml.compose(text, Loader=yaml.SafeLoader)
        content: Any = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        # What YAML says of a problem can quote the word that it stumbled over.
        said = None if secret else error.problem
        raise Misconfigured(f"{path}:{line}: {said or 'is not YAML'}") from None
    except (yaml.YAMLError, ValueError):
        raise Misconfigured(f"{path}:1: holds a character or a value that YAML has not") from None
    if (twice := _repeated(root)) is not None:
        raise Misconfigured(f"{path}:{twice}: this key stands here a second time")
    try:
        return model.model_validate(content)
    except ValidationError as error:
        fault = error.errors(include_input=False, include_url=False)[0]
        place = fault["loc"]
        # A key that nobody knows may be a secret that slipped out of its line.
        shown = place[:-1] if secret and fault["type"] == "extra_forbidden" else place
        where = "".join(f"{part}." for part in shown).removesuffix(".")
        said = fault["msg"].removeprefix("Value error, ")
        told = f"{where}: {said}" if where else said
        raise Misconfigured(f"{path}:{_line(root, place)}: {told}") from None


def _repeated(node: Node | None) -> int | None:
    """The line of the first key that stands twice in one place; YAML would take the last."""
    if isinstance(node, MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                return key.start_mark.line + 1
            seen.add(key.value)
            if (inside := _repeated(value)) is not None:
                return inside
    if isinstance(node, SequenceNode):
        return next((line for item in node.value if (line := _repeated(item)) is not None), None)
    return None


def _line(node: Node | None, place: tuple[int | str, ...]) -> int:
    """The line of a place in the file, or of the nearest thing around it that is there."""
    line = node.start_mark.line + 1 if node else 1
    for part in place:
        node, found = _child(node, part)
        if found is None:
            break
        line = found
    return line


def _child(node: Node | None, part: int | str) -> tuple[Node | None, int | None]:
    if isinstance(node, MappingNode):
        for key, value in node.value:
            if key.value == part:
                return value, key.start_mark.line + 1
    if isinstance(node, SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part], node.value[part].start_mark.line + 1
    return None, None
