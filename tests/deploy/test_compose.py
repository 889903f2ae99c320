"""What Docker Compose and the house's own rules say of docker-compose.temporal.yml."""

import ipaddress
import re
import subprocess
import tomllib

import pytest

import settings
from deploy import prepare
from devstack.service import REPOSITORY, tool
from tests.deploy import compose

SERVICES = compose.stack().services
ONCE = {"migrate", "temporal-schema", "temporal-namespace", "s3-bucket"}


def test_docker_compose_takes_the_file_and_wants_both_host_names() -> None:
    refused = compose.resolve(PUBLIC_HOST=compose.PUBLIC_HOST)
    assert refused.returncode != 0
    assert "OPS_HOST" in refused.stderr


@pytest.mark.parametrize("name", SERVICES)
def test_every_image_has_an_exact_tag(name: str) -> None:
    _, _, tag = SERVICES[name].image.partition(":")
    assert re.fullmatch(r"\d+\.\d+(\.\d+)?(-[a-z0-9]+)?", tag)


def test_the_images_are_the_versions_that_run_natively() -> None:
    def said(*command: str) -> str:
        return subprocess.run(  # noqa: S603 - our own programs
            [tool(command[0]), *command[1:]], capture_output=True, text=True, check=True
        ).stdout

    temporal = said("temporal", "--version")
    wanted = {
        "temporal": re.findall(r"Server (\S+?),", temporal),
        "temporal-schema": re.findall(r"Server (\S+?),", temporal),
        "temporal-namespace": re.findall(r"Server (\S+?),", temporal),
        "temporal-ui": re.findall(r"UI (\S+?)\)", temporal),
        "s3": re.findall(r"GB (\S+)", said("weed", "version")),
        "caddy": re.findall(r"v(\S+)", said("caddy", "version"))[:1],
    }
    assert {
        name: [SERVICES[name].image.partition(":")[2].partition("-")[0]] for name in wanted
    } == (wanted)


def test_our_image_has_the_projects_version() -> None:
    project = tomllib.loads((REPOSITORY / "pyproject.toml").read_text())["project"]
    for name in (*compose.OURS, "migrate", "tools", "s3-bucket"):
        assert SERVICES[name].image == f"lawyershub-whatsapp:{project['version']}"


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_confined(name: str) -> None:
    service = SERVICES[name]
    user, _, group = service.user.partition(":")
    assert int(user) > 0
    assert int(group) > 0
    assert not service.privileged
    assert service.cap_drop == ["ALL"]
    assert service.cap_add == (["NET_BIND_SERVICE"] if name == "caddy" else [])
    assert service.security_opt == ["no-new-privileges:true"]
    assert service.read_only or name == "temporal-ui"
    assert service.mem_limit
    assert bool(service.ports) == (name == "caddy")


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_shows_its_health_or_runs_once(name: str) -> None:
    service = SERVICES[name]
    if name in ONCE or "tools" in service.profiles:
        assert service.restart == "no"
    else:
        assert service.restart == "unless-stopped"
        assert service.healthcheck


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_waits_for_the_right_state_of_what_it_needs(name: str) -> None:
    for needed, dependency in SERVICES[name].depends_on.items():
        if needed in ONCE:
            assert dependency.condition == "service_completed_successfully"
        else:
            assert dependency.condition in {"service_healthy", "service_started"}


@pytest.mark.parametrize("name", SERVICES)
def test_secrets_are_in_files_that_the_service_can_read(name: str) -> None:
    service = SERVICES[name]
    for variable, value in service.environment.items():
        if re.search(r"PASSWORD|PWD|SECRET|TOKEN|API_KEY|DATABASE_URL|ACCESS_KEY", variable):
            assert value.startswith("/run/secrets/")
        for path in re.findall(r"/run/secrets/\S+", value):
            assert path in {secret.target for secret in service.secrets}
        assert not re.search(r"://[^/]*:[^/]*@", value)
    if service.secrets:
        readers = str(prepare.READERS)
        assert readers in (service.user.partition(":")[2], *service.group_add)


def test_every_secret_is_one_that_the_preparation_makes_or_asks_for() -> None:
    secrets = compose.stack().secrets
    assert set(secrets) == set(prepare.MADE) | set(prepare.SUPPLIED) | set(prepare.OPTIONAL)
    for name, secret in secrets.items():
        assert secret.file == REPOSITORY / "deploy" / "secrets" / name
    used = {secret.source for service in SERVICES.values() for secret in service.secrets}
    assert used == set(secrets)


def test_only_who_speaks_to_meta_holds_the_token_and_only_the_api_the_webhooks_secrets() -> None:
    def holders(secret: str) -> set[str]:
        return {
            name
            for name, service in SERVICES.items()
            if not service.profiles and secret in {item.source for item in service.secrets}
        }

    assert holders("whatsapp_access_token") == {"worker-outgoing", "worker-ocr"}
    assert holders("whatsapp_app_secrets") == {"api-1", "api-2"}
    assert holders("whatsapp_verify_token") == {"api-1", "api-2"}
    assert holders("postgres_password") == {"postgres"}
    assert holders("openai_api_key") == holders("anthropic_api_key") == {"worker-ai"}


def test_only_the_tools_may_write_the_keyring() -> None:
    for name, service in SERVICES.items():
        for volume in service.volumes:
            if volume.target == "/keyring":
                assert volume.read_only == (name != "tools")


def test_every_folder_and_file_that_is_mounted_exists_or_is_prepared() -> None:
    prepared = {REPOSITORY / "deploy" / folder: owner for folder, owner in prepare.FOLDERS.items()}
    for name, service in SERVICES.items():
        for volume in service.volumes:
            source = REPOSITORY / volume.source
            if source in prepared:
                assert service.user.partition(":")[0] == str(prepared[source]), name
            else:
                assert source.is_file(), volume.source
                assert volume.read_only


def test_the_api_trusts_caddys_one_address() -> None:
    edge = SERVICES["caddy"].networks["edge"]
    assert edge
    assert edge.ipv4_address
    network = compose.stack().networks["edge"]
    assert ipaddress.ip_address(edge.ipv4_address) in ipaddress.ip_network(
        network.ipam.config[0].subnet
    )
    for name in ("api-1", "api-2"):
        command = SERVICES[name].command or []
        assert command[command.index("--trusted-proxies") + 1] == edge.ipv4_address
        allowed = SERVICES[name].environment["CODEC_ALLOWED_NETWORKS"]
        assert allowed == f"{edge.ipv4_address}/32"


def test_what_holds_data_has_no_way_out_and_caddy_no_way_in() -> None:
    networks = compose.stack().networks
    assert {name for name, network in networks.items() if network.internal} == {
        "edge", "core", "files",
    }  # fmt: skip
    for name in ("postgres", "temporal", "migrate"):
        assert set(SERVICES[name].networks) == {"core"}
    assert set(SERVICES["s3"].networks) == {"core", "files"}
    assert set(SERVICES["caddy"].networks) == {"public", "edge", "files"}
    assert {name for name in SERVICES if "files" in SERVICES[name].networks} == {"caddy", "s3"}


def test_nothing_is_killed_before_its_own_time_to_end_has_passed() -> None:
    serve = (REPOSITORY / "commands/serve.py").read_text()
    worker = (REPOSITORY / "worker.py").read_text()
    api_seconds = int(re.findall(r"_SHUTDOWN_SECONDS: Final = (\d+)", serve)[0])
    worker_seconds = int(re.findall(r"_GRACE: Final = timedelta\(seconds=(\d+)\)", worker)[0])
    for name in compose.OURS:
        given = int(SERVICES[name].stop_grace_period.removesuffix("s"))
        assert given > (api_seconds if name.startswith("api") else worker_seconds)


def test_the_environment_that_caddy_is_given_is_the_one_its_file_reads() -> None:
    read = set(re.findall(r"\{\$([A-Z_0-9]+)", (REPOSITORY / "deploy/Caddyfile").read_text()))
    given = set(SERVICES["caddy"].environment)
    # For tests: in production their defaults are the services of this file.
    for_tests = {
        "API_1", "API_2", "HEALTH_INTERVAL", "HTTP_PORT", "HTTPS_PORT", "OPS_PASSWORD_HASH_FILE",
        "TEMPORAL_UI", "S3", "S3_BUCKET",
    }  # fmt: skip
    assert given <= read
    assert read - given == for_tests


def test_caddys_defaults_are_the_services_of_this_file() -> None:
    text = (REPOSITORY / "deploy/Caddyfile").read_text()
    for place in re.findall(r"\{\$(?:API_\d|TEMPORAL_UI|S3):([a-z0-9-]+):\d+\}", text):
        assert place in SERVICES
    assert {f"api-{number}" for number in (1, 2)} <= set(SERVICES)


def test_links_to_files_are_signed_for_the_public_name() -> None:
    bucket = SERVICES["s3-bucket"].environment["S3_BUCKET"]
    for name in ("api-1", "api-2"):
        assert SERVICES[name].environment["S3_PUBLIC_URL"] == f"https://{compose.PUBLIC_HOST}"
        assert SERVICES[name].environment["S3_BUCKET"] == bucket
    assert f"{{$S3_BUCKET:{bucket}}}" in (REPOSITORY / "deploy/Caddyfile").read_text()


def test_who_fetches_files_can_be_told_of_the_virus_scanner_beside_it() -> None:
    worker, scanner = SERVICES["worker-ocr"], SERVICES["clamav"]
    assert set(worker.environment) >= {
        each.upper() for each in settings.ScannerSettings.model_fields
    }
    assert set(worker.networks) & set(scanner.networks)
    assert SERVICES["clamav-signatures"].image == scanner.image
    assert {each.source for each in scanner.volumes} & {
        each.source for each in SERVICES["clamav-signatures"].volumes
    }


def test_every_setting_of_the_edge_can_be_made_in_the_stack() -> None:
    kinds = (settings.WebhookSettings, settings.RateSettings, settings.PublicSettings)
    names = {name.upper() for kind in kinds for name in kind.model_fields}
    for api in ("api-1", "api-2"):
        service = SERVICES[api]
        secrets = {secret.source.upper() for secret in service.secrets}
        assert names <= {*service.environment, *secrets}
