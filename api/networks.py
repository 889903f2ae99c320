"""Who may use what is not for everybody, by address."""

from collections.abc import Sequence
from ipaddress import IPv4Network, IPv6Network, ip_address


def is_within(address: str, allowed: Sequence[IPv4Network | IPv6Network]) -> bool:
    """Whether an address, as the server saw it or a trusted proxy told it, is in a network."""
    try:
        client = ip_address(address)
    except ValueError:
        return False
    return any(client in network for network in allowed)
