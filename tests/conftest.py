"""No test reaches beyond this machine."""

from __future__ import annotations

import pytest
from pytest_socket import disable_socket, socket_allow_hosts


@pytest.fixture(autouse=True)
def _no_network(request: pytest.FixtureRequest) -> None:
    """Block sockets; browser tests and those that serve files themselves may use 127.0.0.1 and unix sockets."""
    if request.node.get_closest_marker("browser") or request.node.get_closest_marker("loopback"):
        socket_allow_hosts(["127.0.0.1", "localhost"], allow_unix_socket=True)
    else:
        disable_socket(allow_unix_socket=True)
