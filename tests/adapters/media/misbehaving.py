"""A child that does what no parser should, and is ended."""

import ctypes
import os
import time
from collections.abc import Mapping
from typing import Any

from adapters.confined import serve


def _answer(request: Mapping[str, Any]) -> object:
    match request["do"]:
        case "spin":
            while True:
                pass
        case "sleep":
            time.sleep(600)
        case "fill":
            return len(bytearray(1024**3))
        case "crash":
            ctypes.string_at(0)
        case "raise":
            _raise(request)
        case "environment":
            return sorted(os.environ)
        case unknown:
            raise AssertionError(unknown)
    return None


def _raise(request: Mapping[str, Any]) -> None:
    raise KeyError(request["secret"])


if __name__ == "__main__":
    serve(_answer)
