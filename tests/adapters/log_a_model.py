"""Asks both vendors' stand-ins with every log as loud as it gets; run by test_model.py."""

from datetime import timedelta

from pydantic import SecretStr

from adapters import logs
from adapters.ai.cautious import CautiousAnalyst
from adapters.ai.circuit import Circuit
from adapters.ai.embedded import EmbeddedAnalyst
from adapters.ai.model import ModelAnalyst
from adapters.ai.outside import ModelAccess, OutsideModel
from tests.scripted_model import serving

TEXT = "kanari Budi Santoso"


def main() -> None:
    """Ask, well and in vain."""
    logs.configure("debug", "json", process="canary")
    with serving() as model:
        for name, url in (
            ("openai:gpt-5.2", model.openai),
            ("anthropic:claude-sonnet-5", model.url),
        ):
            access = ModelAccess(
                model=name,
                key=SecretStr("kanari-key"),
                base_url=url,
                within=timedelta(seconds=60),
            )
            analyst = CautiousAnalyst(
                ModelAnalyst(OutsideModel(access)), EmbeddedAnalyst(), Circuit(failures=1)
            )
            model.status, model.raw = 200, None
            analyst.analyse(TEXT, ["Budi Santoso"])
            model.status, model.raw = 500, b'{"error": {"message": "kanari"}}'
            analyst.analyse(TEXT, ["Budi Santoso"])
            analyst.analyse(TEXT, ["Budi Santoso"])


if __name__ == "__main__":
    main()
