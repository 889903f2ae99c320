"""A setting that is missing or malformed is named in one line; its value never shows."""

from pathlib import Path

import pytest
from pydantic_settings import SettingsConfigDict

from settings import (
    AnalysisSettings,
    DatabaseSettings,
    FirmSettings,
    GraphSettings,
    InvalidSettings,
    KeyringSettings,
    LogSettings,
    NotificationSettings,
    PublicSettings,
    RateSettings,
    ScannerSettings,
    StorageSettings,
    TranscriberSettings,
    WebhookSettings,
    load,
)

_CANARY = "canary-value"
_NAMES = [
    "WHATSAPP_APP_SECRETS", "WHATSAPP_VERIFY_TOKEN", "WHATSAPP_APPS_FILE", "RATE_LIMIT_URL",
    "METRICS_ALLOWED_NETWORKS", "WHATSAPP_ACCESS_TOKEN", "WHATSAPP_ACCESS_TOKEN_FILE",
    "WHATSAPP_GRAPH_URL", "WHATSAPP_APP_ID", "WHATSAPP_BUSINESS_ACCOUNT_IDS",
    "WHATSAPP_API_VERSION", "WHATSAPP_MEDIA_HOSTS", "DATABASE_URL", "S3_BUCKET",
    "S3_ENDPOINT_URL", "S3_PUBLIC_URL", "KEYRING_FILE", "KEYRING_KMS_KEY_ID", "AI_MODEL",
    "AI_BASE_URL",
    "FIRM_POLICY", "PUBLIC_URL", "TEMPORAL_UI_URL", "CODEC_ALLOWED_NETWORKS", "LOG_LEVEL",
    "LOG_FORMAT", "CLAMAV_URL", "TRANSCRIBER_URL", "TRANSCRIBER_MODEL", "TRANSCRIBER_API_KEY",
    "SMTP_URL", "SMTP_FROM", "NOTIFY_WEBHOOK_URL", "NOTIFY_WEBHOOK_SECRET",
    "LOG_FORMAT", "CLAMAV_URL", "AI_OUTPUT_MODE", "ANTHROPIC_API_KEY", "OPENAI_API_KEY",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:  # pyright: ignore[reportUnusedFunction] - pytest uses it
    for name in _NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("kind", "names"),
    [
        (WebhookSettings, ["WHATSAPP_APP_SECRETS", "WHATSAPP_VERIFY_TOKEN"]),
        (GraphSettings, ["WHATSAPP_ACCESS_TOKEN"]),
        (DatabaseSettings, ["DATABASE_URL"]),
        (StorageSettings, ["S3_BUCKET"]),
        (KeyringSettings, ["KEYRING_FILE", "KEYRING_KMS_KEY_ID"]),
    ],
)
@pytest.mark.parametrize("empty", [True, False])
def test_a_missing_setting_is_named_in_one_line(
    kind: type[WebhookSettings], names: list[str], monkeypatch: pytest.MonkeyPatch, *, empty: bool
) -> None:
    for name in names if empty else []:
        monkeypatch.setenv(name, "")
    with pytest.raises(InvalidSettings) as raised:
        load(kind)
    told = str(raised.value)
    assert "\n" not in told
    assert all(name in told for name in names)


@pytest.mark.parametrize(
    "kind",
    [
        AnalysisSettings,
        FirmSettings,
        PublicSettings,
        RateSettings,
        LogSettings,
        ScannerSettings,
        TranscriberSettings,
    ],
)
def test_what_has_a_default_needs_nothing(kind: type[LogSettings]) -> None:
    load(kind)


@pytest.mark.parametrize(
    ("kind", "name", "value"),
    [
        (WebhookSettings, "WHATSAPP_APP_SECRETS", " , ,"),
        (GraphSettings, "WHATSAPP_GRAPH_URL", _CANARY),
        (GraphSettings, "WHATSAPP_API_VERSION", _CANARY),
        (GraphSettings, "WHATSAPP_API_VERSION", "22"),
        (GraphSettings, "WHATSAPP_APP_ID", _CANARY),
        (GraphSettings, "WHATSAPP_BUSINESS_ACCOUNT_IDS", f"1,{_CANARY}"),
        (GraphSettings, "WHATSAPP_BUSINESS_ACCOUNT_IDS", "../me"),
        (DatabaseSettings, "DATABASE_URL", f"postgresql://u:{_CANARY}@db/x"),
        (StorageSettings, "S3_BUCKET", "x"),
        (StorageSettings, "S3_ENDPOINT_URL", _CANARY),
        (StorageSettings, "S3_PUBLIC_URL", _CANARY),
        (AnalysisSettings, "AI_MODEL", _CANARY),
        (AnalysisSettings, "AI_MODEL", f"openai:{_CANARY} x"),
        (AnalysisSettings, "AI_BASE_URL", _CANARY),
        (AnalysisSettings, "AI_OUTPUT_MODE", _CANARY),
        (AnalysisSettings, "OPENAI_API_KEY", f"{_CANARY}\nx"),
        (PublicSettings, "PUBLIC_URL", _CANARY),
        (PublicSettings, "CODEC_ALLOWED_NETWORKS", _CANARY),
        (PublicSettings, "CODEC_ALLOWED_NETWORKS", f"10.0.0.0/8,{_CANARY}"),
        (PublicSettings, "METRICS_ALLOWED_NETWORKS", _CANARY),
        (RateSettings, "RATE_LIMIT_URL", _CANARY),
        (RateSettings, "RATE_LIMIT_URL", f"memcached://{_CANARY}:11211"),
        (RateSettings, "RATE_LIMIT_URL", f"redis://:{_CANARY}@db:port"),
        (RateSettings, "RATE_LIMIT_URL", f"redis://:{_CANARY}@/0"),
        (ScannerSettings, "CLAMAV_URL", _CANARY),
        (ScannerSettings, "CLAMAV_URL", f"tcp://{_CANARY}"),
        (ScannerSettings, "CLAMAV_URL", f"tcp://{_CANARY}:port"),
        (ScannerSettings, "CLAMAV_URL", f"unix://{_CANARY}/a"),
        (ScannerSettings, "CLAMAV_URL", f"http://{_CANARY}:3310"),
        (TranscriberSettings, "TRANSCRIBER_URL", _CANARY),
        (TranscriberSettings, "TRANSCRIBER_API_KEY", f"{_CANARY}\n{_CANARY}"),
        (LogSettings, "LOG_LEVEL", _CANARY),
        (LogSettings, "LOG_FORMAT", _CANARY),
    ],
)
def test_a_malformed_setting_is_named_and_its_value_is_not_shown(
    kind: type[LogSettings], name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for secret in ("WHATSAPP_VERIFY_TOKEN", "WHATSAPP_ACCESS_TOKEN"):
        monkeypatch.setenv(secret, f"{_CANARY} secret")
    monkeypatch.setenv("S3_BUCKET", "bucket")
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidSettings) as raised:
        load(kind)
    told = str(raised.value)
    assert told.startswith(f"{name}: ")
    assert "\n" not in told
    assert _CANARY not in told
    assert raised.value.__suppress_context__


def test_a_token_may_be_in_a_file_that_is_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHATSAPP_ACCESS_TOKEN_FILE", "/somewhere/token")
    assert load(GraphSettings).token_file == Path("/somewhere/token")
    monkeypatch.delenv("WHATSAPP_ACCESS_TOKEN_FILE")
    monkeypatch.setenv("WHATSAPP_ACCESS_TOKEN", "EAAG")
    assert load(GraphSettings).token_file is None


def test_a_list_may_have_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHATSAPP_APP_SECRETS", "new , old,")
    monkeypatch.setenv("WHATSAPP_VERIFY_TOKEN", "x")
    read = load(WebhookSettings)
    assert [secret.get_secret_value() for secret in read.whatsapp_app_secrets] == ["new", "old"]
    monkeypatch.setenv("WHATSAPP_ACCESS_TOKEN", "x")
    monkeypatch.setenv("WHATSAPP_BUSINESS_ACCOUNT_IDS", "1, 2,1")
    assert load(GraphSettings).whatsapp_business_account_ids == ("1", "2")
    monkeypatch.setenv("CODEC_ALLOWED_NETWORKS", "10.0.0.0/8, ::1/128")
    assert len(load(PublicSettings).codec_allowed_networks) == 2


def test_a_file_of_apps_replaces_secrets_and_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHATSAPP_APPS_FILE", "/apps/apps.yaml")
    assert load(WebhookSettings).whatsapp_apps_file == Path("/apps/apps.yaml")
    monkeypatch.setenv("WHATSAPP_APP_SECRETS", _CANARY)
    with pytest.raises(InvalidSettings) as raised:
        load(WebhookSettings)
    assert str(raised.value) == "WHATSAPP_APP_SECRETS: must be empty beside WHATSAPP_APPS_FILE"


def test_empty_secret_files_beside_a_file_of_apps_are_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class FromFiles(WebhookSettings):
        model_config = SettingsConfigDict(secrets_dir=tmp_path)

    for name in ("whatsapp_app_secrets", "whatsapp_verify_token"):
        (tmp_path / name).write_text("")
    with pytest.raises(InvalidSettings) as raised:
        load(FromFiles)
    assert str(raised.value).count(": is missing") == 2
    monkeypatch.setenv("WHATSAPP_APPS_FILE", "/apps/apps.yaml")
    assert load(FromFiles).whatsapp_apps_file


@pytest.mark.parametrize("vendor", ["anthropic", "openai"])
def test_a_model_needs_its_vendors_key(vendor: str, monkeypatch: pytest.MonkeyPatch) -> None:
    name = f"{vendor.upper()}_API_KEY"
    monkeypatch.setenv("AI_MODEL", f"{vendor}:some-model")
    other = {"anthropic": "OPENAI_API_KEY", "openai": "ANTHROPIC_API_KEY"}[vendor]
    monkeypatch.setenv(other, _CANARY)
    with pytest.raises(InvalidSettings) as raised:
        load(AnalysisSettings)
    assert str(raised.value) == f"{name}: is missing, and AI_MODEL needs it"
    monkeypatch.setenv(name, f"{_CANARY}\n")
    read = load(AnalysisSettings)
    assert read.key
    assert read.key.get_secret_value() == _CANARY
    assert _CANARY not in repr(read)


def test_a_server_of_ones_own_may_want_no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AI_MODEL", "openai:qwen3:8b")
    monkeypatch.setenv("AI_BASE_URL", "http://127.0.0.1:11434/v1")
    assert load(AnalysisSettings).key is None


@pytest.mark.parametrize("url", ["tcp://clamav:3310", "unix:///run/clamav/clamd.sock"])
def test_a_virus_scanner_is_reached_in_two_ways(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert load(ScannerSettings).clamav_url is None
    monkeypatch.setenv("CLAMAV_URL", url)
    assert load(ScannerSettings).clamav_url == url


def test_a_transcriber_needs_a_model_and_may_ask_for_no_key(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert load(TranscriberSettings).transcriber_url is None
    monkeypatch.setenv("TRANSCRIBER_URL", "http://whisper:8000/v1")
    with pytest.raises(InvalidSettings) as raised:
        load(TranscriberSettings)
    assert str(raised.value) == "TRANSCRIBER_MODEL: is missing"
    monkeypatch.setenv("TRANSCRIBER_MODEL", "whisper-1")
    monkeypatch.setenv("TRANSCRIBER_API_KEY", " ")
    assert load(TranscriberSettings).transcriber_api_key is None


def test_settings_do_not_show_their_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHATSAPP_APP_SECRETS", _CANARY)
    monkeypatch.setenv("WHATSAPP_VERIFY_TOKEN", _CANARY)
    monkeypatch.setenv("WHATSAPP_ACCESS_TOKEN", _CANARY)
    monkeypatch.setenv("DATABASE_URL", f"postgresql+psycopg://u:{_CANARY}@db/x")
    monkeypatch.setenv("RATE_LIMIT_URL", f"redis://:{_CANARY}@db:6379/0")
    monkeypatch.setenv("TRANSCRIBER_API_KEY", _CANARY)
    for kind in (
        WebhookSettings, GraphSettings, DatabaseSettings, RateSettings, TranscriberSettings,
    ):  # fmt: skip
        assert _CANARY not in f"{load(kind)!r} {load(kind)}"


def test_in_development_a_file_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_text("DATABASE_URL=postgresql+psycopg://file\nOTHER=1\n")
    assert load(DatabaseSettings).database_url.get_secret_value() == "postgresql+psycopg://file"
    monkeypatch.setenv("DATABASE_URL", "postgresql+psycopg://environment")
    assert load(DatabaseSettings).database_url.get_secret_value().endswith("environment")


def test_in_production_a_secret_may_be_a_file_of_its_name(tmp_path: Path) -> None:
    (tmp_path / "database_url").write_text("postgresql+psycopg://secret\n")

    class FromFiles(DatabaseSettings):
        model_config = SettingsConfigDict(secrets_dir=tmp_path)

    assert load(FromFiles).database_url.get_secret_value() == "postgresql+psycopg://secret"


def test_names_are_the_contract() -> None:
    kinds = [
        WebhookSettings, GraphSettings, DatabaseSettings, StorageSettings, KeyringSettings,
        AnalysisSettings, FirmSettings, PublicSettings, RateSettings, LogSettings,
        ScannerSettings, TranscriberSettings, NotificationSettings,
    ]  # fmt: skip
    assert {name.upper() for kind in kinds for name in kind.model_fields} == set(_NAMES)


_WHSEC = "whsec_" + "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"


@pytest.mark.parametrize(
    "url",
    [
        _CANARY,
        "http://canary-value",
        "smtp://",
        "smtp://canary-value@host",
        "smtp://:canary-value@host",
        "smtp://host:canary-value",
        "smtp://host:0",
        "smtp://host/canary-value",
        "smtp://host?canary-value",
    ],
)
def test_a_mail_servers_address_is_whole(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SMTP_URL", url)
    with pytest.raises(InvalidSettings, match="SMTP_URL") as raised:
        load(NotificationSettings)
    assert _CANARY not in str(raised.value)


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("NOTIFY_WEBHOOK_SECRET", {"NOTIFY_WEBHOOK_URL": "https://other.example/"}),
        ("NOTIFY_WEBHOOK_URL", {"NOTIFY_WEBHOOK_SECRET": _WHSEC}),
        (
            "must be https",
            {"NOTIFY_WEBHOOK_URL": "http://other.example", "NOTIFY_WEBHOOK_SECRET": _WHSEC},
        ),
        (
            "no password",
            {
                "NOTIFY_WEBHOOK_URL": "https://a:canary-value@other.example",
                "NOTIFY_WEBHOOK_SECRET": _WHSEC,
            },
        ),
        (
            "NOTIFY_WEBHOOK_SECRET: must be whsec_",
            {"NOTIFY_WEBHOOK_URL": "https://other.example", "NOTIFY_WEBHOOK_SECRET": _CANARY},
        ),
        ("SMTP_FROM", {"SMTP_FROM": "canary-value"}),
        ("SMTP_FROM", {"SMTP_FROM": "a@b.example\nBcc: canary-value@c.example"}),
    ],
)
def test_what_cannot_be_a_way_to_tell_people_is_named(
    name: str, values: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for each, value in values.items():
        monkeypatch.setenv(each, value)
    with pytest.raises(InvalidSettings, match=name) as raised:
        load(NotificationSettings)
    assert "canary" not in str(raised.value)


def test_people_are_told_by_the_dashboard_alone_where_nothing_is_set(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nothing = load(NotificationSettings)
    assert (nothing.smtp_url, nothing.notify_webhook_url) == (None, None)
    monkeypatch.setenv("SMTP_URL", "smtp://hub:a%2Fword@mail.example:587")
    monkeypatch.setenv("NOTIFY_WEBHOOK_URL", "http://127.0.0.1:9/hook")
    monkeypatch.setenv("NOTIFY_WEBHOOK_SECRET", _WHSEC)
    given = load(NotificationSettings)
    assert given.smtp_url
    assert "a%2Fword" not in repr(given)
    assert _WHSEC not in repr(given)


def test_email_is_from_the_public_name_unless_somebody_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def sender(public: str) -> str:
        monkeypatch.setenv("PUBLIC_URL", public)
        return load(NotificationSettings).sender(load(PublicSettings).public_url)

    assert sender("https://hub.firm.example") == "lawyershub@hub.firm.example"
    assert sender("http://127.0.0.1:8000") == "lawyershub@[127.0.0.1]"
    monkeypatch.setenv("SMTP_FROM", "office@firm.example")
    assert sender("https://hub.firm.example") == "office@firm.example"
