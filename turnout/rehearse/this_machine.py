import socket
from ipaddress import ip_address


def is_this_machine(host: str) -> bool:
    """Whether every address of that name is this machine's own; only those can be bound. Raises OSError."""
    return all(_can_bind(address) for address in _addresses(host))


def _addresses(host: str) -> list[str]:
    try:
        return [str(ip_address(host))]
    except ValueError:
        return [str(found[4][0]) for found in socket.getaddrinfo(host, 0, type=socket.SOCK_DGRAM)]


def _can_bind(address: str) -> bool:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True
