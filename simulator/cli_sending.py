"""`send` and `types` of the command line: they speak to a running simulator's admin API."""

import json
import mimetypes
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self, cast

import typer

if TYPE_CHECKING:
    import httpx

_To = Annotated[str, typer.Option("--to", help="Address of the running simulator.")]
_AsJson = Annotated[bool, typer.Option("--json", help="Answer in JSON.")]
_HERE = "http://127.0.0.1:8090"


def send(
    type: Annotated[str, typer.Argument(help="What to send; `types` lists them.")],
    client: Annotated[
        str | None,
        typer.Option(help="Name, number or id of the client; the first one if left out."),
    ] = None,
    text: Annotated[str | None, typer.Option(help="Its main words, or a field's event.")] = None,
    file: Annotated[Path | None, typer.Option(help="A file to send.", exists=True)] = None,
    times: Annotated[int, typer.Option(min=1, max=100, help="Send the same so often.")] = 1,
    options: Annotated[
        str, typer.Option(help="More of the admin API's options, as a JSON object.")
    ] = "{}",
    to: _To = _HERE,
    as_json: _AsJson = False,  # noqa: FBT002 - typer's form of a flag
) -> None:
    """Send a message as a client, or a webhook of another field, of any type."""
    body = _options(options) | ({"times": times} if times > 1 else {})
    with _Simulator(to) as simulator:
        person = simulator.client(client)
        if type in simulator.names("meta"):
            body |= {"client": person["id"]} | ({"word": text} if text else {})
            simulator.post(f"/admin/fields/{type}", body)
            said: dict[str, Any] = {"field": type}
        else:
            body |= {"text": text} if text is not None else {}
            if file is not None:
                body["media_id"] = simulator.keep(file)
            sent = simulator.post(f"/admin/clients/{person['id']}/send/{type}", body)
            said = {"type": type, "client": person["id"], "wamid": sent["wamid"]}
    typer.echo(json.dumps(said) if as_json else f"sent: {type}")


def types(to: _To = _HERE, as_json: _AsJson = False) -> None:  # noqa: FBT002 - typer's flag
    """List everything that can be sent."""
    with _Simulator(to) as simulator:
        known = simulator.types()
    if as_json:
        typer.echo(json.dumps(known))
        return
    for by, title in (("client", "A client sends:"), ("meta", "Meta tells:")):
        typer.echo(title)
        for one in known:
            if one["by"] == by:
                typer.echo(f"  {one['name']:<34} {one['about']}")


def refusal(why: str) -> typer.Exit:
    """The end of a command that could not do what it was asked, said in one line."""
    typer.echo(f"simulator: {why}", err=True)
    return typer.Exit(1)


def _options(text: str) -> dict[str, Any]:
    try:
        options: object = json.loads(text)
    except ValueError:
        options = None
    if not isinstance(options, dict):
        raise refusal("--options is not a JSON object")
    return cast("dict[str, Any]", options)


class _Simulator:
    """The admin API of a running simulator; what it refuses ends the command."""

    def __init__(self, address: str) -> None:
        # Imported here: every other command of the program would wait for it to load.
        import httpx  # noqa: PLC0415 - above

        self._address = address
        self._unreachable = (httpx.TransportError, httpx.InvalidURL)
        # On this machine, as a rule: no proxy stands before it.
        self._http = httpx.Client(base_url=address, trust_env=False, timeout=30)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *of_error: object) -> None:
        self._http.close()

    def types(self) -> list[dict[str, str]]:
        """Everything that can be sent."""
        return self._json("GET", "/admin/types")

    def names(self, by: str) -> set[str]:
        """The names of what a client (`client`) or Meta (`meta`) sends."""
        return {one["name"] for one in self.types() if one["by"] == by}

    def client(self, wanted: str | None) -> dict[str, str]:
        """The client of this name, number or id; part of a name is enough if it is the only one."""
        everybody: list[dict[str, str]] = self._json("GET", "/admin/clients")
        if wanted is None:
            return everybody[0]
        exact = [one for one in everybody if wanted in {one["id"], one["phone"], one["name"]}]
        found = exact or [one for one in everybody if wanted.lower() in one["name"].lower()]
        if len(found) != 1:
            raise refusal("several clients are called so" if found else "there is no such client")
        return found[0]

    def keep(self, file: Path) -> str:
        """Put a file onto the client's phone; its media id."""
        mime_type = mimetypes.guess_type(file.name)[0] or "application/octet-stream"
        answer = self._ask(
            "POST",
            "/admin/media",
            params={"filename": file.name},
            content=file.read_bytes(),
            headers={"Content-Type": mime_type},
        )
        return answer.json()["id"]

    def post(self, path: str, body: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        """POST to the admin API; the answer's JSON, None without one."""
        return self._json("POST", path, json=body)

    def _json(self, method: str, path: str, **more: Any) -> Any:  # noqa: ANN401 - JSON
        answer = self._ask(method, path, **more)
        try:
            return answer.json() if answer.content else None
        except ValueError:
            raise refusal(f"what answers at {self._address} is not a simulator") from None

    def _ask(self, method: str, path: str, **more: Any) -> "httpx.Response":  # noqa: ANN401 - httpx's
        try:
            answer = self._http.request(method, path, **more)
        except self._unreachable:
            raise refusal(
                f"no simulator answers at {self._address}; start it, or say where with --to"
            ) from None
        if answer.is_success:
            return answer
        raise refusal(_reason(answer))


def _reason(answer: "httpx.Response") -> str:
    try:
        detail = cast("dict[str, Any]", answer.json())["detail"]
    except (ValueError, KeyError, TypeError):
        return f"it answered {answer.status_code}"
    if isinstance(detail, str):
        return detail
    faults = cast("list[dict[str, Any]]", detail)
    return "; ".join(f"{'.'.join(map(str, one['loc'][1:]))}: {one['msg']}" for one in faults)
