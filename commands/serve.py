"""The long-running processes."""

import asyncio
import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Annotated, Final

import prometheus_client
import typer
import uvicorn
from typing_extensions import override

import settings
import worker as worker_root
from adapters import logs
from domain.processes import TaskQueue

_SHUTDOWN_SECONDS: Final = 20


def api(
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    trusted_proxies: Annotated[
        str, typer.Option(help="Addresses whose X-Forwarded-For is believed, comma-separated.")
    ] = "",
) -> None:
    """Serve the webhook, the lawyers' API and the dashboard."""
    # The other commands start faster without them.
    from api.app import create  # noqa: PLC0415
    from api.connections import guarded  # noqa: PLC0415

    uvicorn.run(
        create(),
        http=guarded(),
        ws="none",
        host=host,
        port=port,
        log_config=None,
        # Requests are counted, not logged: a query string can hold the verify token.
        access_log=False,
        server_header=False,
        proxy_headers=bool(trusted_proxies),
        forwarded_allow_ips=trusted_proxies or None,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )


def worker(
    queue: Annotated[
        list[TaskQueue] | None, typer.Option(help="A task queue to serve; all if none is named.")
    ] = None,
    health_port: Annotated[
        int | None, typer.Option(help="Port for /healthz and /metrics on this machine.")
    ] = None,
    health_host: Annotated[str, typer.Option(help="Address of that port.")] = "127.0.0.1",
) -> None:
    """Serve task queues."""
    log = settings.load(settings.LogSettings)
    logs.configure(log.log_level, log.log_format, process="worker")
    ready = threading.Event()
    if health_port is not None:
        _serve_health(health_host, health_port, ready)
    asyncio.run(worker_root.run(queue or list(worker_root.SERVED), ready.set))


def _serve_health(host: str, port: int, ready: threading.Event) -> None:
    class Health(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/healthz":
                status = HTTPStatus.OK if ready.is_set() else HTTPStatus.SERVICE_UNAVAILABLE
                self._answer(status, b"serving\n" if ready.is_set() else b"starting\n")
            elif self.path == "/metrics":
                self._answer(HTTPStatus.OK, prometheus_client.generate_latest())
            else:
                self._answer(HTTPStatus.NOT_FOUND, b"")

        def _answer(self, status: HTTPStatus, body: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Health checks are not worth a line each."""

    server = ThreadingHTTPServer((host, port), Health)
    threading.Thread(target=server.serve_forever, name="health", daemon=True).start()
