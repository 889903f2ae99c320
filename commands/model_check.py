"""Whether the AI model that the settings name answers us, and in the form that we need."""

import settings
import worker
from domain.analysis import Intent
from domain.failures import UnusableAnswer


def answers() -> str:
    """Ask it what a made-up greeting means: a few hundred tokens.

    Raises:
        Unavailable: it is not there, or refuses us.
        UnusableAnswer: nothing can be made of what it answers.
    """
    given = settings.load(settings.AnalysisSettings)
    if given.ai_model == "embedded":
        return "embedded: rules, and nothing leaves"
    from adapters.ai.model import ModelAnalyst  # noqa: PLC0415 -- takes seconds; see worker.py

    verdict = ModelAnalyst(worker.outside_model(given)).analyse("Selamat pagi")
    if verdict.intent is not Intent.GREETING or verdict.usage is None:
        raise UnusableAnswer(f"{given.ai_model} takes a greeting for {verdict.intent}")
    used = verdict.usage
    cost = "unknown" if used.cost_microusd is None else f"{used.cost_microusd / 1_000_000:.6f} USD"
    return (
        f"{used.model} answers: {used.input_tokens} tokens in, {used.output_tokens} out, "
        f"list price {cost}, prompt {used.prompt_version}"
    )
