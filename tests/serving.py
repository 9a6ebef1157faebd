"""Servers in a thread of a test, for the length of a block.

with serving(server): …            any server of the standard library or of werkzeug
with FakeProvider() as fake: …     a `Provider`, which makes a server of its own
"""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import ThreadingHTTPServer
from socketserver import BaseServer
from typing import Self

from werkzeug.serving import BaseWSGIServer, WSGIRequestHandler, make_server

POLL_SECONDS = 0.05  # how soon it hears that it is to end


@contextmanager
def serving(server: BaseServer) -> Iterator[None]:
    """Answer requests until the block ends."""
    thread = threading.Thread(target=server.serve_forever, args=(POLL_SECONDS,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class Quiet(WSGIRequestHandler):
    """A server that writes nothing down."""

    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 -- the name is werkzeug's
        """Nothing."""


def wsgi(app: object, host: str = "127.0.0.1", port: int = 0) -> BaseWSGIServer:
    """A server of `app`; by default at a port that nobody has."""
    return make_server(host, port, app, threaded=True, request_handler=Quiet)


class Crowded(ThreadingHTTPServer):
    """A server that many ask at once; whoever hangs up in the middle is no error here."""

    daemon_threads = True
    request_queue_size = 128

    def handle_error(self, *_: object) -> None:
        """Say nothing."""


class Provider:
    """Somebody else's server, played by a test."""

    server: ThreadingHTTPServer

    def opened(self) -> ThreadingHTTPServer:
        """Its server, at a port that nobody has."""
        raise NotImplementedError

    def __enter__(self) -> Self:
        self.server, self.running = self.opened(), ExitStack()
        self.running.enter_context(serving(self.server))
        return self

    def __exit__(self, *_: object) -> None:
        self.running.close()

    @property
    def address(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.server.server_address[1]}"
