"""What each part needs from the environment, checked when it starts.

One class a dependency, so that a process asks only for what it uses and never holds a secret it
has no use for. Names are the environment's own, in lower case. In development `.env` is read; in
production a secret may be a file of the setting's name under `/run/secrets`.

Temporal's own variables (`TEMPORAL_ADDRESS`, `TEMPORAL_NAMESPACE`, `TEMPORAL_API_KEY`, the TLS
ones) are read by `temporalio.envconfig`.
"""

import base64
import ipaddress
import os
import re
from pathlib import Path
from typing import Annotated, Literal, Self, TypeVar
from urllib.parse import urlsplit

from pydantic import (
    AnyHttpUrl,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

_SECRETS = Path("/run/secrets")


class InvalidSettings(Exception):
    """A setting is missing or malformed; the text names it and holds no value."""


class _Environment(BaseSettings):
    model_config = SettingsConfigDict(
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        secrets_dir=_SECRETS if _SECRETS.is_dir() else None,
    )


def _header(value: SecretStr) -> SecretStr:
    # A secret file often ends with a newline, which no header can carry.
    token = value.get_secret_value().strip()
    if not token or not token.isascii() or not token.isprintable():
        raise ValueError("must be one line of ASCII characters")
    return SecretStr(token)


class WebhookSettings(_Environment):
    """What the edge needs to trust a webhook: one app's secrets and token, or a file of apps."""

    whatsapp_app_secrets: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    whatsapp_verify_token: SecretStr | None = None
    whatsapp_apps_file: Path | None = None

    @field_validator("whatsapp_app_secrets", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            parts = tuple(part.strip() for part in value.split(",") if part.strip())
            if value.strip() and not parts:
                raise ValueError("at least one secret is needed")
            return parts
        return value

    @field_validator("whatsapp_verify_token")
    @classmethod
    def _filled(cls, value: SecretStr | None) -> SecretStr | None:
        # An empty file is how a host with a file of apps says that it has none of these.
        return value if value and value.get_secret_value().strip() else None

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        given = {
            "WHATSAPP_APP_SECRETS": bool(self.whatsapp_app_secrets),
            "WHATSAPP_VERIFY_TOKEN": self.whatsapp_verify_token is not None,
        }
        if self.whatsapp_apps_file is None:
            if missing := [name for name, there in given.items() if not there]:
                raise ValueError("; ".join(f"{name}: is missing" for name in missing))
        elif doubled := [name for name, there in given.items() if there]:
            # Whoever changes one of them would wonder why nothing happens.
            raise ValueError(f"{' and '.join(doubled)}: must be empty beside WHATSAPP_APPS_FILE")
        return self


class GraphSettings(_Environment):
    """Where and as whom messages are sent.

    The token may stand in the environment, or in a file that is read again when it changes:
    `whatsapp_access_token_file`, by itself `/run/secrets/whatsapp_access_token`. Several, divided
    by commas, are tried in turn, so that one can take over from another.
    """

    whatsapp_access_token: SecretStr | None = None
    whatsapp_access_token_file: Path | None = None
    whatsapp_app_secrets: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    """The first signs our own calls; none: they are not signed."""
    whatsapp_app_id: Annotated[str, Field(pattern=r"^[0-9]{1,32}$")] | None = None
    """Of the app that the tokens are of: with it, and its secret, they can be renewed."""
    whatsapp_business_account_ids: Annotated[tuple[str, ...], NoDecode] = ()
    """The accounts whose message templates are kept here; none: no catalogue is."""
    whatsapp_graph_url: AnyHttpUrl = AnyHttpUrl("https://graph.facebook.com")
    whatsapp_api_version: Annotated[str, Field(pattern=r"^v\d+\.\d+$")] = "v22.0"
    whatsapp_media_hosts: Annotated[tuple[str, ...], NoDecode] = (
        ".fbsbx.com",
        ".fbcdn.net",
        ".whatsapp.net",
    )

    @field_validator("whatsapp_access_token")
    @classmethod
    def _one_line(cls, value: SecretStr | None) -> SecretStr | None:
        return _header(value) if value else None

    @field_validator("whatsapp_media_hosts", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @field_validator("whatsapp_app_secrets", "whatsapp_business_account_ids", mode="before")
    @classmethod
    def _split_others(cls, value: object) -> object:
        return cls._split(value)

    @field_validator("whatsapp_business_account_ids")
    @classmethod
    def _ids(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        # They become part of the address that our token is sent to.
        if any(not re.fullmatch(r"[0-9]{1,32}", each) for each in value):
            raise ValueError("must be ids of digits, divided by commas")
        return tuple(dict.fromkeys(value))

    @model_validator(mode="after")
    def _some_token(self) -> Self:
        if self.whatsapp_access_token is None and self.whatsapp_access_token_file is None:
            raise ValueError("WHATSAPP_ACCESS_TOKEN: is missing")
        return self

    @property
    def app_secret(self) -> str | None:
        """What proves our calls."""
        first = next(iter(self.whatsapp_app_secrets), None)
        return first.get_secret_value() if first else None

    @property
    def token_file(self) -> Path | None:
        """The file to read the token from, again and again; None: it is in the environment."""
        if self.whatsapp_access_token_file is not None:
            return self.whatsapp_access_token_file
        mounted = _SECRETS / "whatsapp_access_token"
        in_environment = "WHATSAPP_ACCESS_TOKEN" in {name.upper() for name in os.environ}
        return mounted if mounted.is_file() and not in_environment else None


class DatabaseSettings(_Environment):
    """Where what is known is kept."""

    database_url: SecretStr

    @field_validator("database_url")
    @classmethod
    def _psycopg(cls, value: SecretStr) -> SecretStr:
        address = value.get_secret_value().strip()
        if not address.startswith("postgresql+psycopg://"):
            raise ValueError("must start with postgresql+psycopg://")
        try:
            _ = urlsplit(address).port
        except ValueError:
            # Its own text quotes the address.
            raise ValueError("the port is not a number") from None
        return SecretStr(address)


class StorageSettings(_Environment):
    """Where files are kept; credentials and region come from the AWS standard variables."""

    s3_bucket: Annotated[str, Field(min_length=3, max_length=63)]
    s3_endpoint_url: AnyHttpUrl | None = None
    s3_public_url: AnyHttpUrl | None = None
    """Where lawyers' browsers reach it, if that is not the endpoint: links are signed for it."""


class ScannerSettings(_Environment):
    """Who knows viruses; nobody where it is not set."""

    clamav_url: str | None = None

    @field_validator("clamav_url")
    @classmethod
    def _known(cls, value: str | None) -> str | None:
        if value is None:
            return None
        try:
            parts = urlsplit(value.strip())
            usable = {
                "tcp": bool(parts.hostname and parts.port) and not parts.path.strip("/"),
                "unix": parts.path.startswith("/") and not parts.netloc,
            }.get(parts.scheme, False)
        except ValueError:
            usable = False
        if not usable:
            raise ValueError("must be tcp://host:port or unix:///path")
        return value.strip()


class TranscriberSettings(_Environment):
    """Who understands speech, over OpenAI's protocol; nobody where it is not set."""

    transcriber_url: AnyHttpUrl | None = None
    transcriber_model: Annotated[str, Field(min_length=1, max_length=200)] | None = None
    transcriber_api_key: SecretStr | None = None

    @field_validator("transcriber_api_key")
    @classmethod
    def _one_line(cls, value: SecretStr | None) -> SecretStr | None:
        key = value.get_secret_value().strip() if value else ""
        if not key.isascii() or not (key.isprintable()):
            raise ValueError("must be one line of ASCII characters")
        # An empty file is how a host says that its server asks for none.
        return SecretStr(key) if key else None

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.transcriber_url is not None and self.transcriber_model is None:
            raise ValueError("TRANSCRIBER_MODEL: is missing")
        return self


class KeyringSettings(_Environment):
    """Where the firm's keys are."""

    keyring_file: Path | None = None
    keyring_kms_key_id: str | None = None

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.keyring_file is None and self.keyring_kms_key_id is None:
            raise ValueError("KEYRING_FILE or KEYRING_KMS_KEY_ID is needed")
        return self


class AnalysisSettings(_Environment):
    """Who understands the messages: the embedded rules, or a model beside them."""

    ai_model: Annotated[str, Field(pattern=r"^(embedded|(anthropic|openai):[!-~]{1,128})$")] = (
        "embedded"
    )
    ai_base_url: AnyHttpUrl | None = None
    ai_output_mode: Literal["native", "tool", "prompted"] | None = None
    anthropic_api_key: SecretStr | None = None
    openai_api_key: SecretStr | None = None

    @property
    def key(self) -> SecretStr | None:
        """The key of the model's vendor."""
        return self.openai_api_key if self.ai_model[:7] == "openai:" else self.anthropic_api_key

    @field_validator("anthropic_api_key", "openai_api_key")
    @classmethod
    def _one_line(cls, value: SecretStr | None) -> SecretStr | None:
        return _header(value) if value and value.get_secret_value().strip() else None

    @model_validator(mode="after")
    def _with_a_key(self) -> Self:
        # A server of one's own often wants none.
        if self.ai_model != "embedded" and not self.ai_base_url and not self.key:
            vendor = self.ai_model.partition(":")[0].upper()
            raise ValueError(f"{vendor}_API_KEY: is missing, and AI_MODEL needs it")
        return self


class FirmSettings(_Environment):
    """Where the firm's own rules are."""

    firm_policy: Path = Path("firm.yaml")


_Networks = Annotated[tuple[ipaddress.IPv4Network | ipaddress.IPv6Network, ...], NoDecode]
_THIS_MACHINE = (ipaddress.ip_network("127.0.0.0/8"), ipaddress.ip_network("::1/128"))


class PublicSettings(_Environment):
    """How the outside reaches this system, and who may read decoded histories and metrics."""

    public_url: AnyHttpUrl = AnyHttpUrl("http://127.0.0.1:8000")
    temporal_ui_url: AnyHttpUrl = AnyHttpUrl("http://127.0.0.1:8233")
    codec_allowed_networks: _Networks = _THIS_MACHINE
    metrics_allowed_networks: _Networks = _THIS_MACHINE

    @field_validator("codec_allowed_networks", "metrics_allowed_networks", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value


class RateSettings(_Environment):
    """Where requests are counted; replicas that share a Redis count together."""

    rate_limit_url: SecretStr = SecretStr("memory://")

    @field_validator("rate_limit_url")
    @classmethod
    def _known(cls, value: SecretStr) -> SecretStr:
        address = value.get_secret_value().strip()
        if address == "memory://":
            return SecretStr(address)
        try:
            parts = urlsplit(address)
            usable = parts.scheme in {"redis", "rediss"} and parts.hostname and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise ValueError("must be memory://, redis://… or rediss://…")
        return SecretStr(address)


class NotificationSettings(_Environment):
    """How people of the firm are told; by the dashboard alone where nothing is set."""

    smtp_url: SecretStr | None = None
    smtp_from: Annotated[str, Field(pattern=r"^[!-?A-~]+@[!-?A-~]+$", max_length=254)] | None = None
    notify_webhook_url: AnyHttpUrl | None = None
    notify_webhook_secret: SecretStr | None = None

    @field_validator("smtp_url")
    @classmethod
    def _known(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        address = value.get_secret_value().strip()
        if not address:
            # An empty file is how a host says that it has no mail server.
            return None
        try:
            parts = urlsplit(address)
            usable = (
                parts.scheme in {"smtp", "smtps"}
                and parts.hostname
                and parts.port != 0
                and parts.path in {"", "/"}
                and not parts.query
                and bool(parts.username) == bool(parts.password)
            )
        except ValueError:
            usable = False
        if not usable:
            raise ValueError("must be smtp:// or smtps:// with a host, and a user with a password")
        return SecretStr(address)

    @field_validator("notify_webhook_secret")
    @classmethod
    def _whole(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        secret = value.get_secret_value().strip()
        if not secret:
            return None
        try:
            key = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
        except ValueError:
            key = b""
        # Source: Standard Webhooks, symmetric signatures.
        if not (secret.startswith("whsec_") and 24 <= len(key) <= 64):  # noqa: PLR2004
            raise ValueError("must be whsec_ and 24 to 64 random bytes in base64")
        return SecretStr(secret)

    @model_validator(mode="after")
    def _together(self) -> Self:
        url = self.notify_webhook_url
        if (url is None) != (self.notify_webhook_secret is None):
            raise ValueError("NOTIFY_WEBHOOK_URL and NOTIFY_WEBHOOK_SECRET: one needs the other")
        if url is not None and url.scheme == "http" and not _is_this_machine(url.host or ""):
            raise ValueError("NOTIFY_WEBHOOK_URL: must be https")
        if url is not None and (url.username or url.password):
            raise ValueError("NOTIFY_WEBHOOK_URL: may hold no password; the signature tells who")
        return self

    def sender(self, public_url: AnyHttpUrl) -> str:
        """Who e-mail is from."""
        if self.smtp_from:
            return self.smtp_from
        host = public_url.host or "localhost"
        try:
            return f"lawyershub@[{ipaddress.ip_address(host.strip('[]'))}]"
        except ValueError:
            return f"lawyershub@{host}"


def _is_this_machine(host: str) -> bool:
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return host == "localhost"


class LogSettings(_Environment):
    """How loud and in which form the logs are."""

    log_level: Literal["debug", "info", "warning", "error"] = "info"
    log_format: Literal["json", "console"] = "json"


SettingsT = TypeVar("SettingsT", bound=_Environment)


def load(kind: type[SettingsT]) -> SettingsT:
    """Read one group of settings.

    Raises:
        InvalidSettings: with one line naming every setting that is missing or malformed; values
            never appear in it.
    """
    try:
        return kind()
    except ValidationError as error:
        faults = error.errors(include_input=False, include_url=False, include_context=False)
        raise InvalidSettings("; ".join(dict.fromkeys(map(_fault, faults)))) from None


def _fault(fault: ErrorDetails) -> str:
    said = fault["msg"].removeprefix("Value error, ")
    if fault["type"] == "missing":
        said = "is missing"
    return f"{str(fault['loc'][0]).upper()}: {said}" if fault["loc"] else said
