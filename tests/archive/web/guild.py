"""Another site that vouches for people by OpenID Connect: small, but real, and on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit


@contextmanager
def guild(**person: Any) -> Iterator[str]:
    """The address of a site that says at once who ``person`` is, in the words of OpenID Connect."""
    told: dict[str, Any] = {"sub": "member-7", "email_verified": True, **person}

    class Answer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here = f"http://{self.headers['Host']}"
            place = urlsplit(self.path)
            if place.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(place.query).items()}
                back = urlencode({"code": "yes", "state": asked["state"]})
                self.send_response(302)
                self.send_header("Location", f"{asked['redirect_uri']}?{back}")
                self.end_headers()
                return
            known = {"authorization": "authorize", "token": "token", "userinfo": "userinfo"}
            found = {f"{name}_endpoint": f"{here}/{path}" for name, path in known.items()}
            self._say(told if place.path == "/userinfo" else found | {"issuer": here, "jwks_uri": f"{here}/keys"})

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            self._say({"access_token": "yes", "token_type": "Bearer"})

        def log_message(self, *_: object) -> None:
            """Nothing is printed."""

        def _say(self, words: dict[str, Any]) -> None:
            body = json.dumps(words).encode()
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
