"""The firm's apps at Meta, from a file that may be replaced while the edge runs."""

import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Final, Self

import structlog
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    StringConstraints,
    model_validator,
)

from adapters import strict_yaml
from domain.failures import Misconfigured
from domain.webhook_apps import WebhookApp

_LOOK_EVERY_SECONDS: Final = 1.0
_SETTING: Final = "WHATSAPP_APPS_FILE"

_log = structlog.get_logger()


def _digits(value: object) -> object:
    # YAML takes digits without quotes for a number.
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _check(value: SecretStr) -> None:
    words = value.get_secret_value()
    if not words or not words.isascii() or not words.isprintable() or words != words.strip():
        raise ValueError("secrets and tokens are ASCII characters, without spaces around them")


_Id = Annotated[str, BeforeValidator(_digits), StringConstraints(pattern=r"^[0-9]{1,32}$")]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class _App(_Section):
    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")]
    secrets: Annotated[tuple[SecretStr, ...], Field(min_length=1, max_length=8)]
    verify_token: SecretStr
    numbers: tuple[_Id, ...] = ()
    accounts: tuple[_Id, ...] = ()

    @model_validator(mode="after")
    def _as_meta_gives_them(self) -> Self:
        for secret in (*self.secrets, self.verify_token):
            _check(secret)
        return self


class _File(_Section):
    apps: Annotated[tuple[_App, ...], Field(min_length=1)]

    @model_validator(mode="after")
    def _each_its_own(self) -> Self:
        for what, claims in (
            ("name", [app.name for app in self.apps]),
            ("number", [number for app in self.apps for number in app.numbers]),
            ("account", [account for app in self.apps for account in app.accounts]),
        ):
            twice = [each for each, times in Counter(claims).items() if times > 1]
            if twice:
                raise ValueError(f"the {what} {twice[0]} stands here more than once")
        secrets = [secret.get_secret_value() for app in self.apps for secret in app.secrets]
        if len(set(secrets)) < len(secrets):
            # Whom such a webhook comes from could not be told.
            raise ValueError("the same secret stands here more than once")
        return self


def load(path: Path) -> tuple[WebhookApp, ...]:
    """The apps that a file lists.

    Raises:
        Misconfigured: with one line for the first fault, which repeats no secret.
    """
    file = strict_yaml.load(path, _File, _SETTING, secret=True)
    return tuple(
        WebhookApp(
            name=app.name,
            secrets=tuple(secret.get_secret_value().encode() for secret in app.secrets),
            verify_token=app.verify_token.get_secret_value().encode(),
            numbers=frozenset(app.numbers),
            accounts=frozenset(app.accounts),
        )
        for app in file.apps
    )


class AppsFile:
    """The apps of a file as it is now, looked at no more than once a second.

    Links are followed, so that a file that is replaced by moving a link (Kubernetes) or by
    renaming is seen. While a new file cannot be used, the apps of the last good one stay in force.

    Raises:
        Misconfigured: when it is made, and the file cannot be used.
    """

    def __init__(self, path: Path, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._clock = clock
        self._look_again_at = clock() + _LOOK_EVERY_SECONDS
        self._seen = _state(path)
        self._apps = load(path)
        self._usable = True

    def __call__(self) -> Sequence[WebhookApp]:
        """The apps in force."""
        now = self._clock()
        if now >= self._look_again_at:
            self._look_again_at = now + _LOOK_EVERY_SECONDS
            self._look()
        return self._apps

    def is_usable(self) -> bool:
        """Whether the file as it is now is the one in force."""
        self()
        return self._usable

    def _look(self) -> None:
        state = _state(self._path)
        if state == self._seen:
            return
        try:
            apps = load(self._path)
        except Misconfigured as fault:
            self._usable = False
            _log.error("apps file not usable, the one before stays in force", reason=str(fault))
        else:
            self._apps = apps
            self._usable = True
            _log.info("apps file read again", apps=len(apps))
        # Of the moment before it was read: what was written meanwhile is read the next time.
        self._seen = state


def _state(path: Path) -> tuple[int, ...] | None:
    """What differs when a file was replaced or written to; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
