"""A sign-in server and whoever sits at the browser."""

import threading
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest

from tests.servers.oauth2 import SignInServer, sign_in_server
from wizard.accounts.oauth import Client, Endpoints


@pytest.fixture
def server() -> Iterator[SignInServer]:
    with sign_in_server(SignInServer()) as started:
        yield started


@pytest.fixture
def client(server: SignInServer) -> Client:
    return client_of(server)


def client_of(server: SignInServer, **more: object) -> Client:
    endpoints = {
        "id": "lab",
        "name": "Lab Mail",
        "authorize": f"{server.base}/authorize",
        "token": f"{server.base}/token",
        "device": f"{server.base}/device",
        "scopes": ("mail", "offline"),
        **more,
    }
    return Client(Endpoints(**endpoints), server.client_id)  # type: ignore[arg-type]


class Browser:
    """A person's browser: follows the provider's page back to the program."""

    def __init__(self) -> None:
        self.opened: list[str] = []
        self.pages: list[tuple[int, str]] = []
        self.done = threading.Event()

    def __call__(self, url: str) -> bool:
        """Open a page, as the system would: at once, in another process."""
        self.opened.append(url)
        threading.Thread(target=self._visit, args=(url,), daemon=True).start()
        return True

    def _visit(self, url: str) -> None:
        self.pages.append(visit(url))
        self.done.set()


def visit(url: str, method: str = "GET", **headers: str) -> tuple[int, str]:
    """(status, text) of a page after all redirects."""
    request = urllib.request.Request(url, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


@pytest.fixture
def browser() -> Browser:
    return Browser()
