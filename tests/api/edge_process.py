"""The edge on fakes as a process of its own, with the limits that a test gives it."""

import argparse
from datetime import timedelta

import uvicorn

from adapters.rates import WindowCounter
from api.connections import ConnectionLimits, guarded
from api.rates import Rate, RateLimits
from tests.api.conftest import FakeReader, FakeStarter, edge_app
from tests.samples import PEPPER


def _seconds(text: str) -> timedelta:
    return timedelta(seconds=float(text))


def main() -> None:
    """Serve until ended."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--head", type=_seconds, default=timedelta(seconds=10))
    parser.add_argument("--idle", type=_seconds, default=timedelta(seconds=5))
    parser.add_argument("--whole", type=_seconds, default=timedelta(seconds=20))
    parser.add_argument("--most", type=int, default=800)
    parser.add_argument("--misdeeds", type=int, default=10_000)
    given = parser.parse_args()
    limits = RateLimits(
        WindowCounter("memory://"),
        PEPPER,
        misbehaviour=Rate(most=given.misdeeds, window=timedelta(hours=1)),
    )
    uvicorn.run(
        edge_app(FakeStarter(), FakeReader(), limits=limits, patience=(given.idle, given.whole)),
        http=guarded(ConnectionLimits(head=given.head, most=given.most)),
        ws="none",
        port=given.port,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_keep_alive=60,
    )


if __name__ == "__main__":
    main()
