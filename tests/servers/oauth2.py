"""A small sign-in server: authorisation code with PKCE, device code, refresh, introspection.

Facts: RFC 6749, 7636, 7662, 8628. It runs in threads of the test, on loopback, and keeps what it
was asked, so that tests can see what was sent and how often. It can also misbehave.
"""

import base64
import contextlib
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

DEVICE_GRANT = "urn:ietf:params:oauth:grant-type:device_code"
Misbehaviour = Callable[["_Handler"], None]


@dataclass
class SignInServer:
    """What the server knows and what it was asked. `user` is whoever sits at the browser."""

    user: str = "joe@lab.example"
    client_id: str = "a-registration"
    client_secret: str = ""
    scope: str = "mail"
    # What its page does: '' lets the person in, else the error word of RFC 6749 4.1.2.1.
    page_refuses: str = ""
    # Answers to the questions of a device before the person is done.
    device_answers: list[str] = field(default_factory=list)
    device_interval: int | None = 5
    device_seconds: float = 600
    expires_in: object = 3600
    rotates: bool = True
    # Set: how the token endpoint misbehaves in place of answering.
    misbehaves: Misbehaviour | None = None
    new_token: Callable[[], str] = lambda: secrets.token_urlsafe(24)

    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    refresh_tokens: set[str] = field(default_factory=set)
    base: str = ""

    def times_asked(self, path: str) -> int:
        """How many requests came for a path."""
        return sum(1 for asked, _ in self.asked if asked == path)

    def give(self) -> dict[str, object]:
        """New tokens for the user."""
        access, refresh = self.new_token(), self.new_token()
        self.tokens[access] = self.user
        self.refresh_tokens.add(refresh)
        return {
            "access_token": access,
            "token_type": "bearer",
            "expires_in": self.expires_in,
            "refresh_token": refresh,
        }


@contextmanager
def sign_in_server(server: SignInServer) -> Iterator[SignInServer]:
    """The server, listening on loopback; `server.base` is its address."""

    class Handler(_Handler):
        told = server

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    listener.daemon_threads = True
    server.base = f"http://127.0.0.1:{listener.server_address[1]}"
    thread = threading.Thread(target=listener.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        listener.shutdown()
        thread.join()
        listener.server_close()


class _Handler(BaseHTTPRequestHandler):
    told: SignInServer
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        form = _single(parts.query)
        self.told.asked.append((parts.path, form))
        if parts.path == "/authorize":
            self._page(form)
        elif parts.path == "/tokeninfo":
            self.answer(*self._known(form.get("access_token", "")))
        else:
            self.answer(404, {"error": "not_found"})

    def do_POST(self) -> None:
        path = urlsplit(self.path).path
        form = _single(self.rfile.read(int(self.headers.get("Content-Length", 0))).decode())
        self.told.asked.append((path, form))
        if path == "/introspect":
            self.answer(*self._known(form.get("token", "")))
        elif self.told.misbehaves is not None:
            with contextlib.suppress(OSError):
                self.told.misbehaves(self)
            self.close_connection = True
        elif path == "/device":
            self._device()
        elif path == "/token":
            self.answer(*self._token(form))
        else:
            self.answer(404, {"error": "not_found"})

    def _page(self, form: dict[str, str]) -> None:
        """What the browser is sent on to, once the person has typed what the page wants."""
        if form.get("client_id") != self.told.client_id:
            self.answer(400, {"error": "unauthorized_client"})
            return
        if self.told.page_refuses:
            sent = {"error": self.told.page_refuses}
        else:
            code = secrets.token_urlsafe(12)
            self.told.codes[code] = form
            sent = {"code": code}
        self.send_response(302)
        query = urlencode({**sent, "state": form.get("state", "")})
        self.send_header("Location", f"{form['redirect_uri']}/?{query}")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _token(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        told = self.told
        if form.get("client_id") != told.client_id:
            return 401, {"error": "invalid_client"}
        if told.client_secret and form.get("client_secret") != told.client_secret:
            return 401, {"error": "invalid_client", "error_description": "client_secret missing"}
        match form.get("grant_type"):
            case "authorization_code":
                return self._for_code(form)
            case "refresh_token":
                return self._refresh(form)
            case grant if grant == DEVICE_GRANT:
                answer = told.device_answers.pop(0) if told.device_answers else ""
                return (400, {"error": answer}) if answer else (200, told.give())
        return 400, {"error": "unsupported_grant_type"}

    def _for_code(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        asked = self.told.codes.pop(form.get("code", ""), None)
        if asked is None or asked["redirect_uri"] != form.get("redirect_uri"):
            return 400, {"error": "invalid_grant"}
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).decode().rstrip("=")
        if asked.get("code_challenge_method") != "S256" or asked["code_challenge"] != challenge:
            return 400, {"error": "invalid_grant"}
        return 200, self.told.give()

    def _refresh(self, form: dict[str, str]) -> tuple[int, dict[str, Any]]:
        token = form.get("refresh_token", "")
        if token not in self.told.refresh_tokens:
            return 400, {"error": "invalid_grant"}
        given = self.told.give()
        if self.told.rotates:
            self.told.refresh_tokens.discard(token)
        else:
            self.told.refresh_tokens.discard(str(given.pop("refresh_token")))
        return 200, given

    def _device(self) -> None:
        told = self.told
        answer: dict[str, Any] = {
            "device_code": told.new_token(),
            "user_code": "WDJB-MJHT",
            "verification_uri": f"{told.base}/device-page",
            "expires_in": told.device_seconds,
        }
        if told.device_interval is not None:
            answer["interval"] = told.device_interval
        self.answer(200, answer)

    def _known(self, token: str) -> tuple[int, dict[str, Any]]:
        user = self.told.tokens.get(token)
        if user is None:
            return 200, {"active": False}
        return 200, {"active": True, "username": user, "email": user, "scope": self.told.scope}

    def answer(self, status: int, body: dict[str, Any]) -> None:
        """Answer in JSON."""
        self.say(status, json.dumps(body).encode(), "application/json")

    def say(self, status: int, body: bytes, kind: str = "text/html") -> None:
        """Answer in bytes."""
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing is logged: what comes holds tokens."""


def endless(handler: _Handler) -> None:
    """JSON without end."""
    handler.send_response(200)
    handler.end_headers()
    while True:
        handler.wfile.write(b" " * 65_536)


def dripping(handler: _Handler) -> None:
    """A byte now and then, for ever."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    while True:
        handler.wfile.write(b" ")
        time.sleep(0.02)


def silent(handler: _Handler) -> None:
    """Nothing at all; until the other side hangs up."""
    handler.rfile.read(1)


def elsewhere(handler: _Handler) -> None:
    """A redirect that would take the form along."""
    handler.send_response(307)
    handler.send_header("Location", f"{handler.told.base}/stolen")
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def saying(status: int, body: bytes, kind: str = "application/json") -> Misbehaviour:
    """Always this."""
    return lambda handler: handler.say(status, body, kind)


def no_http(handler: _Handler) -> None:
    """Another protocol."""
    handler.wfile.write(b"220 mail.example.org ESMTP\r\n")


def _single(query: str) -> dict[str, str]:
    return {name: values[0] for name, values in parse_qs(query).items()}
