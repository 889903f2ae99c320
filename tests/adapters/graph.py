"""A stand-in for the Graph API that answers what a test says."""

import contextlib
import json
import threading
from collections.abc import Generator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(slots=True)
class Graph:
    """What it was asked, and what it answers: `contents` in turn, then `content`."""

    status: int = 200
    content: bytes = b"{}"
    contents: list[bytes] = field(default_factory=list[bytes])
    cut: bool = False
    paths: list[str] = field(default_factory=list[str])
    tokens: list[str | None] = field(default_factory=list[str | None])
    url: str = ""

    def refuse(self, code: int | None, status: int = 400) -> None:
        """Answer with one of Meta's codes, or with a page of some proxy's."""
        self.status = status
        refusal = {"error": {"message": "of Meta's", "code": code}}
        self.content = b"<html>" if code is None else json.dumps(refusal).encode()


@contextlib.contextmanager
def serving(graph: Graph) -> Generator[Graph]:
    """Answer on a free port until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            graph.paths.append(self.path)
            graph.tokens.append(self.headers.get("Authorization"))
            if graph.cut:
                self.close_connection = True
                return
            content = graph.contents.pop(0) if graph.contents else graph.content
            self.send_response(graph.status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...  # pyright: ignore[reportIncompatibleMethodOverride] - quiet

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    graph.url = f"http://127.0.0.1:{server.server_port}"
    try:
        yield graph
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
