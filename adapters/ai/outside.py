"""Asks an outside model one question: once, bounded in time, size and money.

No tool is offered, so there is nothing that a text could have called. Nothing is retried here.
"""

import asyncio
import hashlib
import json
import logging
import threading
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any, Final, Generic, TypeVar

import httpx2
from anthropic import AsyncAnthropic
from genai_prices import calc_price
from openai import AsyncOpenAI
from prometheus_client import Counter
from pydantic import BaseModel, SecretStr
from pydantic_ai import Agent, NativeOutput, PromptedOutput, ToolOutput, UsageLimits
from pydantic_ai.exceptions import (
    ModelAPIError,
    ModelHTTPError,
    ModelRequestRejectedError,
    RunTimedOut,
)
from pydantic_ai.models import Model
from pydantic_ai.models.anthropic import AnthropicModel
from pydantic_ai.models.openai import OpenAIChatModel, OpenAIChatModelSettings
from pydantic_ai.providers.anthropic import AnthropicProvider
from pydantic_ai.providers.openai import OpenAIProvider
from pydantic_ai.providers.openai_compatible import OpenAICompatibleProvider
from pydantic_ai.settings import ModelSettings
from pydantic_ai.usage import RunUsage

from domain.analysis import ModelUsage
from domain.failures import Unavailable, UnusableAnswer

AnswerT = TypeVar("AnswerT", bound=BaseModel)
_ResultT = TypeVar("_ResultT")

_TOKENS = Counter("lawyershub_model_tokens", "Tokens of answers that could be used.", ["direction"])
_COST = Counter("lawyershub_model_cost_usd", "What they cost at list price, where it is known.")

_TALKATIVE: Final = ("anthropic", "openai", "httpx2", "httpcore2", "pydantic_ai")
_OPENAI: Final = "https://api.openai.com/v1"
_ANTHROPIC: Final = "https://api.anthropic.com"
_LARGEST_ANSWER: Final = 1 << 20
_GRACE: Final = 1.0
_THIS_TEXT: Final = frozenset({400, 413, 422})
"""Refusals that are about what was asked; all others are about who asks, or when."""


class OutputMode(StrEnum):
    """How a model is told to answer in a form."""

    NATIVE = "native"
    """By the provider's own structured output: right for local servers."""
    TOOL = "tool"
    PROMPTED = "prompted"
    """By words alone, for servers that know neither of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelAccess:
    """Which model, where, and how to ask it."""

    model: str
    """`anthropic:NAME` or `openai:NAME`."""
    key: SecretStr | None
    base_url: str | None = None
    """Of a server that speaks the same protocol; None: the vendor's own."""
    output_mode: OutputMode = OutputMode.TOOL
    within: timedelta = timedelta(seconds=20)
    """How long all of it may take."""


class OutsideModel:
    """One a process. It keeps a thread of its own, in which all connections live."""

    def __init__(self, access: ModelAccess) -> None:
        for name in _TALKATIVE:
            # At debug, which a variable of the shell may ask for, they write what is asked.
            logging.getLogger(name).setLevel(logging.WARNING)
        self._access = access
        self._loop = _Loop()
        self._model = self._loop.run(_model(access), within=None)

    @property
    def name(self) -> str:
        """The model as the setting names it."""
        return self._access.model

    def question(
        self, instructions: str, answer: type[AnswerT], *, most_tokens: int
    ) -> "Question[AnswerT]":
        """A question that is asked of many texts."""
        return Question(self._access, self._model, self._loop, instructions, answer, most_tokens)


class Question(Generic[AnswerT]):
    """What to do with a text, and the form of the answer."""

    def __init__(
        self,
        access: ModelAccess,
        model: Model,
        loop: "_Loop",
        instructions: str,
        answer: type[AnswerT],
        most_tokens: int,
    ) -> None:
        self._access = access
        self._loop = loop
        self._most_tokens = most_tokens
        form = json.dumps(answer.model_json_schema(), sort_keys=True)
        self.version: Final = hashlib.sha256((instructions + form).encode()).hexdigest()[:12]
        self._agent: Agent[object, AnswerT] = Agent(
            model,
            output_type=_MODES[access.output_mode](answer),
            instructions=instructions,
            retries=0,
        )

    def ask(self, data: str) -> tuple[AnswerT, ModelUsage]:
        """The answer for some data, and what it took.

        Raises:
            Unavailable: the provider is down, slow or refuses us.
            UnusableAnswer: it answered, and nothing can be made of it.
        """
        within = self._access.within.total_seconds()
        try:
            return self._loop.run(self._run(data, within), within=within + _GRACE)
        except (TimeoutError, RunTimedOut):
            raise Unavailable("the model did not answer in time") from None
        except ModelHTTPError as error:
            text = f"the model's server refused: status {error.status_code}"
            if error.status_code in _THIS_TEXT:
                raise UnusableAnswer(text) from None
            raise Unavailable(text) from None
        except ModelRequestRejectedError as error:
            raise UnusableAnswer(f"the model refused: {type(error).__name__}") from None
        except ModelAPIError as error:
            raise Unavailable(f"the model was not reached: {type(error).__name__}") from None
        except Exception as error:  # noqa: BLE001 -- libraries raise anything on a strange answer, and quote it
            raise UnusableAnswer(f"the model's answer: {type(error).__name__}") from None

    async def _run(self, data: str, within: float) -> tuple[AnswerT, ModelUsage]:
        result = await self._agent.run(
            data,
            model_settings=_settings(self._access, self._most_tokens),
            usage_limits=UsageLimits(request_limit=1, output_tokens_limit=self._most_tokens),
            timeout=within,
        )
        usage = self._usage(result.usage)
        _TOKENS.labels("input").inc(usage.input_tokens)
        _TOKENS.labels("output").inc(usage.output_tokens)
        _COST.inc((usage.cost_microusd or 0) / 1_000_000)
        return result.output, usage

    def _usage(self, usage: RunUsage) -> ModelUsage:
        return ModelUsage(
            model=self._access.model,
            prompt_version=self.version,
            input_tokens=usage.input_tokens,
            output_tokens=usage.output_tokens,
            cost_microusd=list_price(self._access, usage),
        )


_MODES: Final[dict[OutputMode, Any]] = {
    OutputMode.NATIVE: NativeOutput,
    OutputMode.TOOL: ToolOutput,
    OutputMode.PROMPTED: PromptedOutput,
}


class _Loop:
    """An event loop in a thread of its own: connections outlive a call, whichever thread makes it.

    The thread ends with the process. A caller that has waited long enough goes on, even where the
    loop itself is stuck.
    """

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, name="model", daemon=True).start()

    def run(self, work: Coroutine[Any, Any, _ResultT], *, within: float | None) -> _ResultT:
        """What some work gives.

        Raises:
            TimeoutError: it took longer than `within` seconds.
        """
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(within)
        finally:
            future.cancel()


async def _model(access: ModelAccess) -> Model:
    vendor, _, name = access.model.partition(":")
    key = access.key.get_secret_value() if access.key else "none"
    client = httpx2.AsyncClient(
        transport=_Bounded(httpx2.AsyncHTTPTransport(trust_env=False)),
        timeout=access.within.total_seconds(),
        # What was not asked for is not followed, with our key in hand; nor are a shell's proxies.
        follow_redirects=False,
        trust_env=False,
        headers={"Accept-Encoding": "identity"},
        event_hooks={"request": [_tell_little]},
    )
    if vendor == "anthropic":
        anthropic = AsyncAnthropic(
            api_key=key,
            base_url=access.base_url or _ANTHROPIC,
            http_client=client,
            max_retries=0,
            open_telemetry=False,
        )
        return AnthropicModel(name, provider=AnthropicProvider(anthropic_client=anthropic))
    openai = AsyncOpenAI(
        api_key=key, base_url=access.base_url or _OPENAI, http_client=client, max_retries=0
    )
    if access.base_url:
        return OpenAIChatModel(
            name, provider=OpenAICompatibleProvider("compatible", openai_client=openai)
        )
    return OpenAIChatModel(name, provider=OpenAIProvider(openai_client=openai))


def _settings(access: ModelAccess, most_tokens: int) -> ModelSettings:
    if access.base_url or not access.model.startswith("openai:"):
        return ModelSettings(max_tokens=most_tokens)
    # A server that only speaks the protocol may not know the word.
    return OpenAIChatModelSettings(max_tokens=most_tokens, openai_store=False)


def list_price(access: ModelAccess, usage: RunUsage) -> int | None:
    """Millionths of a US dollar; None where the price is not in the list that is here already."""
    if access.base_url:
        return None
    vendor, _, name = access.model.partition(":")
    try:
        price = calc_price(usage, name, provider_id=vendor)
    except (LookupError, ValueError):
        return None
    return round(price.total_price * 1_000_000)


async def _tell_little(request: httpx2.Request) -> None:
    """Leave out what the vendors' clients tell of this machine."""
    for name in [name for name in request.headers if name.lower().startswith("x-stainless")]:
        del request.headers[name]
    request.headers["User-Agent"] = "lawyershub/0.1"


class _Bounded(httpx2.AsyncBaseTransport):
    """Takes no answer that is larger than any we could use."""

    def __init__(self, transport: httpx2.AsyncHTTPTransport) -> None:
        self._transport = transport

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        response = await self._transport.handle_async_request(request)
        if "content-encoding" in response.headers:
            # We asked for none, and a few packed bytes may be gigabytes.
            await response.aclose()
            raise httpx2.RemoteProtocolError("a packed answer", request=request)
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _BoundedStream(response.stream)
        return response

    async def aclose(self) -> None:
        await self._transport.aclose()


class _BoundedStream(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        left = _LARGEST_ANSWER
        async for part in self._stream:
            left -= len(part)
            if left < 0:
                raise httpx2.RemoteProtocolError("too large an answer")
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()
