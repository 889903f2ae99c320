"""What the edge counts."""

from prometheus_client import Counter

STARTED = Counter("lawyershub_edge_updates", "Updates accepted from webhooks.", ["kind", "outcome"])
REFUSED = Counter("lawyershub_edge_refused", "Webhooks not accepted.", ["reason"])
