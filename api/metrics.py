"""What the edge counts."""

from prometheus_client import Counter, Gauge

STARTED = Counter("lawyershub_edge_updates", "Updates accepted from webhooks.", ["kind", "outcome"])
REFUSED = Counter("lawyershub_edge_refused", "Webhooks not accepted.", ["reason"])
RATE_LIMITED = Counter("lawyershub_edge_rate_limited", "Requests answered 429.", ["rule"])
NOT_COUNTED = Counter(
    "lawyershub_edge_rate_limit_failures", "Requests let through because nothing could count them."
)
APPS_FILE = Gauge("lawyershub_edge_apps_file_usable", "0 while a broken apps file is ignored.")
