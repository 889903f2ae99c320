"""The analyst that needs no model: `AI_MODEL=embedded`."""

from adapters.ai.embedded.analyst import EmbeddedAnalyst

__all__ = ["EmbeddedAnalyst"]
