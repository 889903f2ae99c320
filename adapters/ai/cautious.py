"""Asks a model beside the rules, believes it only where it is more careful, and does without it."""

from collections.abc import Sequence
from dataclasses import replace

import structlog
from prometheus_client import Counter

from adapters.ai.circuit import Circuit
from domain.analysis import Analysis, Urgency, more_careful
from domain.failures import Unavailable, UnusableAnswer
from domain.ports import MessageAnalyst

_ASKED = Counter("lawyershub_model_analyses", "Messages that a model was for.", ["outcome"])

_log = structlog.get_logger()


class CautiousAnalyst:
    """Implements `domain.ports.MessageAnalyst`: a model's verdict and the rules' own in one.

    Whatever the model does, the rules' verdict is there at once. A model that fails costs a
    lawyer's glance (`model_failed`), so it is not asked a second time.
    """

    def __init__(self, model: MessageAnalyst, rules: MessageAnalyst, circuit: Circuit) -> None:
        self._model = model
        self._rules = rules
        self._circuit = circuit

    def analyse(self, text: str, names: Sequence[str] = (), *, may_leave: bool = True) -> Analysis:
        """See the port."""
        rules = self._rules.analyse(text, names)
        if not may_leave or rules.urgency is Urgency.EMERGENCY or not text.strip():
            # What is an emergency already no model could make more careful, and it waits for none.
            _ASKED.labels("not_needed" if may_leave else "not_allowed").inc()
            return rules
        if not self._circuit.lets_pass():
            _ASKED.labels("circuit_open").inc()
            return replace(rules, model_failed=True)
        try:
            verdict = self._model.analyse(text, names)
        except Unavailable as failure:
            self._circuit.failed()
            return self._without(rules, "unavailable", str(failure))
        except UnusableAnswer as failure:
            # It is there, and this text was the reason: others need not do without it.
            self._circuit.succeeded()
            return self._without(rules, "unusable", str(failure))
        except Exception as error:  # noqa: BLE001 -- a fault of ours must not cost the client the rules' verdict
            return self._without(rules, "fault", type(error).__qualname__)
        self._circuit.succeeded()
        _ASKED.labels("answered").inc()
        return more_careful(verdict, rules)

    def _without(self, rules: Analysis, outcome: str, reason: str) -> Analysis:
        _ASKED.labels(outcome).inc()
        _log.warning("a model gave no verdict", outcome=outcome, reason=reason)
        return replace(rules, model_failed=True)
