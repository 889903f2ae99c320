"""What the simulator needs from the environment, checked when it starts."""

from pathlib import Path
from typing import Annotated, Literal

import phonenumbers
from pydantic import AnyHttpUrl, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class InvalidEnvironment(Exception):
    """A setting is missing or malformed; the text names it and holds no value."""


class Environment(BaseSettings):
    """The `SIMULATOR_…` variables: one made-up office number and where its webhooks go."""

    model_config = SettingsConfigDict(
        env_prefix="SIMULATOR_",
        env_file=".env",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    webhook_url: AnyHttpUrl
    app_secret: SecretStr
    verify_token: SecretStr
    access_token: SecretStr
    phone_number_id: Annotated[str, Field(pattern=r"^\d{5,20}$")] = "100000000000015"
    waba_id: Annotated[str, Field(pattern=r"^\d{5,20}$")] = "100000000000001"
    display_number: str = "+62 21-0000-0100"
    verified_name: str = "Kantor Hukum Contoh"
    data: Path = Path(".devstack/simulator")
    # How the firm reaches this simulator, for addresses of media; else as the caller did.
    public_url: AnyHttpUrl | None = None
    auto_read: bool = True
    auto_read_delay_ms: Annotated[int, Field(ge=0)] = 1000
    clock_speed: Annotated[float, Field(gt=0)] = 1.0
    # Meta's own limits: one message each 6 seconds to a user, 80 a second for a number.
    limits: bool = True
    batch_up_to: Annotated[int, Field(ge=1, le=1000)] = 1
    webhook_concurrency: Annotated[int, Field(ge=1, le=500)] = 16
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @field_validator("display_number")
    @classmethod
    def _with_country_code(cls, value: str) -> str:
        try:
            phonenumbers.parse(value)
        except phonenumbers.NumberParseException:
            raise ValueError("must be a number with + and country code") from None
        return value

    @property
    def office_digits(self) -> str:
        """The office's number as Meta writes it in webhooks: digits only, country code first."""
        return "".join(character for character in self.display_number if character.isdigit())

    @property
    def office_country_code(self) -> str:
        """The country code Meta puts before a `to` that has no plus sign."""
        return str(phonenumbers.parse(self.display_number).country_code)


def read_environment() -> Environment:
    """Read and check every `SIMULATOR_…` variable.

    Raises:
        InvalidEnvironment: with one line naming each variable that is missing or malformed.
    """
    try:
        return Environment()  # pyright: ignore[reportCallIssue]  # values come from the environment
    except ValidationError as error:
        faults = (
            f"SIMULATOR_{str(fault['loc'][0]).upper().removeprefix('SIMULATOR_')}: "
            f"{fault['msg'].removeprefix('Value error, ')}"
            for fault in error.errors(include_input=False, include_url=False, include_context=False)
        )
        raise InvalidEnvironment("; ".join(dict.fromkeys(faults))) from None
