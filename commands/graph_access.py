"""The firm's access to the Graph API, as the environment states it."""

import settings
from adapters.whatsapp.access import GraphAccess
from adapters.whatsapp.token_keeper import GraphTokenKeeper
from adapters.whatsapp.tokens import AccessTokens


def access_to(graph: settings.GraphSettings) -> GraphAccess:
    """Tokens from the file that may change, otherwise from the environment.

    Raises:
        Misconfigured: there is none that can be used.
    """
    return GraphAccess(_tokens(graph), graph.app_secret)


def token_keeper(graph: settings.GraphSettings) -> GraphTokenKeeper:
    """Who asks about these tokens, and renews them where the settings let it.

    Raises:
        Misconfigured: there is none that can be used.
    """
    return GraphTokenKeeper(
        str(graph.whatsapp_graph_url),
        graph.whatsapp_api_version,
        _tokens(graph),
        app_secret=graph.app_secret,
        app_id=graph.whatsapp_app_id,
    )


def _tokens(graph: settings.GraphSettings) -> AccessTokens:
    token, file = graph.whatsapp_access_token, graph.token_file
    if file is not None:
        return AccessTokens.kept_in(file)
    return AccessTokens(token.get_secret_value() if token else "")
