"""A stand-in for model providers: speaks OpenAI's and Anthropic's protocols and keeps every byte.

`ScriptedModel.says` makes the answer of what was asked; the other fields make things go wrong.
Sources: OpenAI API reference (chat completions), Anthropic API reference (messages).
"""

import contextlib
import json
import threading
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

GREETING = {
    "intent": "greeting",
    "intents": ["greeting"],
    "urgency": "normal",
    "language": "id",
    "confidence": 1.0,
    "summary": "Klien menyapa.",
    "entities": [],
}


@dataclass(slots=True)
class ScriptedModel:
    """What a provider answers, and what it was sent."""

    says: Callable[[dict[str, Any]], object] = lambda _data: GREETING
    """An object to be encoded as the protocol has it, or a string that stands as it is."""
    status: int = 200
    raw: bytes | None = None
    """The whole answer, in place of what `says` gives."""
    more_headers: dict[str, str] = field(default_factory=dict[str, str])
    finish: str | None = None
    """The protocol's word for why the model stopped."""
    breaks_off: bool = False
    open: threading.Event = field(default_factory=threading.Event)
    """Cleared: requests are taken and not answered."""
    wire: list[bytes] = field(default_factory=list[bytes])
    """Each request, head and body."""
    bodies: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    url: str = ""

    @property
    def openai(self) -> str:
        return f"{self.url}/v1"

    @property
    def sent(self) -> str:
        """Everything that left, as text."""
        return b"\n".join(self.wire).decode() + json.dumps(self.bodies, ensure_ascii=False)

    def data(self, index: int = -1) -> dict[str, Any]:
        """What the last user's turn was, as the model sees it."""
        return _data(self.bodies[index])


def _data(body: dict[str, Any]) -> dict[str, Any]:
    content = body["messages"][-1]["content"]
    text = content if isinstance(content, str) else content[-1]["text"]
    return json.loads(text)


@contextlib.contextmanager
def serving() -> Generator[ScriptedModel]:
    """A provider on a free port of this machine."""
    model = ScriptedModel()
    model.open.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(model))
    server.daemon_threads = True
    model.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield model
    finally:
        model.open.set()
        server.shutdown()
        server.server_close()


def _handler(model: ScriptedModel) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            raw = self.rfile.read(int(self.headers["Content-Length"]))
            model.wire.append(f"{self.requestline}\n{self.headers}".encode() + raw)
            body = json.loads(raw)
            model.bodies.append(body)
            model.open.wait()
            content = model.raw
            if content is None:
                encode = _anthropic if self.path.endswith("/messages") else _openai
                content = json.dumps(encode(body, model)).encode()
            with contextlib.suppress(OSError):
                self._answer(content)

        def _answer(self, content: bytes) -> None:
            self.send_response(model.status)
            self.send_header("Content-Type", "application/json")
            for name, value in model.more_headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            if model.breaks_off:
                content = content[: len(content) // 2]
                self.close_connection = True
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            pass

    return Handler


def _openai(body: dict[str, Any], model: ScriptedModel) -> dict[str, Any]:
    said = model.says(_data(body))
    text = said if isinstance(said, str) else json.dumps(said)
    message: dict[str, Any] = {"role": "assistant", "content": text}
    finish = "stop"
    if "tools" in body:
        function = {"name": body["tools"][0]["function"]["name"], "arguments": text}
        call = {"id": "call_1", "type": "function", "function": function}
        message = {"role": "assistant", "content": None, "tool_calls": [call]}
        finish = "tool_calls"
    return {
        "id": "chatcmpl-1",
        "object": "chat.completion",
        "created": 1700000000,
        "model": body["model"],
        "choices": [{"index": 0, "message": message, "finish_reason": model.finish or finish}],
        "usage": {"prompt_tokens": 900, "completion_tokens": 100, "total_tokens": 1000},
    }


def _anthropic(body: dict[str, Any], model: ScriptedModel) -> dict[str, Any]:
    said = model.says(_data(body))
    block: dict[str, Any] = {
        "type": "text",
        "text": said if isinstance(said, str) else json.dumps(said),
    }
    finish = "end_turn"
    if "tools" in body:
        block = {
            "type": "tool_use",
            "id": "toolu_1",
            "name": body["tools"][0]["name"],
            "input": said,
        }
        finish = "tool_use"
    return {
        "id": "msg_1",
        "type": "message",
        "role": "assistant",
        "model": body["model"],
        "content": [block],
        "stop_reason": model.finish or finish,
        "stop_sequence": None,
        "usage": {"input_tokens": 900, "output_tokens": 100},
    }
