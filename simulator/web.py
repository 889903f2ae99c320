"""How a route reaches the simulator's parts."""

from typing import Annotated, cast

from fastapi import Depends, Request

from simulator.simulation import Simulation


async def _parts(request: Request) -> Simulation:
    return cast("Simulation", request.state.simulation)


Parts = Annotated[Simulation, Depends(_parts)]
