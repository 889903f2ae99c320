"""A stack that runs until a signal asks for its end."""

import asyncio
import os
import signal
import sys
from collections.abc import Callable

from devstack.conductor import Conductor, Wishes
from devstack.journal import Terminal


async def run_until_asked(
    wishes: Wishes, *, tell: Callable[[str], None], ready: Callable[[], None], show: bool
) -> None:
    """Start the stack, say when it is `ready`, and stop it at Ctrl-C or its like.

    `tell` gets how far it is; with `show`, what the processes say goes to the terminal.

    Raises:
        CannotStart: a part did not start; nothing runs then.
    """
    asked = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, asked.set)
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    conductor = Conductor(wishes, report=tell, show=Terminal(colour=colour).show if show else None)
    starting = asyncio.create_task(conductor.start())
    stopping = asyncio.create_task(asked.wait())
    await asyncio.wait([starting, stopping], return_when=asyncio.FIRST_COMPLETED)
    if not starting.done():
        starting.cancel()
        await asyncio.wait([starting])
        return
    await starting
    ready()
    await stopping
    if show:
        tell("stopping")
    await conductor.stop()
