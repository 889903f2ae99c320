"""The firm's access to the Graph API, as the environment states it."""

import settings
from adapters.whatsapp.access import GraphAccess
from adapters.whatsapp.tokens import AccessTokens


def access_to(graph: settings.GraphSettings) -> GraphAccess:
    """Tokens from the file that may change, otherwise from the environment.

    Raises:
        Misconfigured: there is none that can be used.
    """
    token, secrets = graph.whatsapp_access_token, graph.whatsapp_app_secrets
    file = graph.token_file
    tokens = (
        AccessTokens.kept_in(file)
        if file is not None
        else AccessTokens(token.get_secret_value() if token else "")
    )
    return GraphAccess(tokens, secrets[0].get_secret_value() if secrets else None)
