"""The one way to connect to Temporal."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

from temporalio.client import Client, Interceptor
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes
from temporalio.envconfig import ClientConfig
from temporalio.service import RetryConfig

from adapters.keys.keyring import Keyring
from adapters.temporal.codec import SealingCodec
from domain.failures import Misconfigured, Unavailable


def data_converter(keyring: Callable[[], Keyring]) -> DataConverter:
    """Plain dataclasses by pydantic, sealed; failures' messages and traces sealed too."""
    return replace(
        pydantic_data_converter,
        payload_codec=SealingCodec(keyring),
        failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
    )


async def connect(
    keyring: Callable[[], Keyring],
    *,
    lazy: bool = False,
    patience: timedelta | None = None,
    interceptors: Sequence[Interceptor] = (),
) -> Client:
    """Connect as Temporal's own variables say (`TEMPORAL_ADDRESS`, TLS and the rest).

    `lazy` connects at the first call, so that a process can start before Temporal does. `patience`
    is how long a call is tried again before it fails; None leaves it to the SDK.

    Raises:
        Misconfigured: the address is none.
        Unavailable: Temporal is not there.
    """
    config = ClientConfig.load_client_connect_config()
    if "target_host" not in config:
        config["target_host"] = "127.0.0.1:7233"
    retry = (
        RetryConfig(
            initial_interval_millis=50,
            max_interval_millis=500,
            max_elapsed_time_millis=int(patience.total_seconds() * 1000),
            max_retries=5,
        )
        if patience
        else None
    )
    try:
        return await Client.connect(
            **config,
            data_converter=data_converter(keyring),
            lazy=lazy,
            retry_config=retry,
            interceptors=interceptors,
        )
    except ValueError:
        raise Misconfigured("TEMPORAL_ADDRESS: must be host:port") from None
    except RuntimeError:
        raise Unavailable("TEMPORAL_ADDRESS: Temporal is not reachable there") from None
