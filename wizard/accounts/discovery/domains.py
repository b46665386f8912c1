"""Names of domains: their form for DNS and URLs, and who they belong to."""

# Second-level names under which countries register: without the whole public suffix list these
# cover what mail providers use; a name wrongly taken for a country's asks one place less.
_REGISTRY_LABELS = frozenset(
    [
        "ac",
        "co",
        "com",
        "edu",
        "go",
        "gob",
        "gov",
        "gv",
        "ltd",
        "me",
        "ne",
        "net",
        "nom",
        "or",
        "org",
        "plc",
        "sch",
    ]
)
# RFC 6761: names that can never be asked for on the internet.
_NOT_PUBLIC = ("invalid", "localhost")


def ascii_form(domain: str) -> str:
    """The domain as it stands in DNS (IDNA); as given when it has no such form."""
    try:
        return domain.encode("idna").decode("ascii").lower().rstrip(".")
    except UnicodeError:
        return domain.lower()


def registrable(host: str) -> str:
    """The part of a name that somebody registered: example.co.uk of mx.example.co.uk."""
    labels = host.lower().rstrip(".").split(".")
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _REGISTRY_LABELS
    return ".".join(labels[-3:] if country else labels[-2:])


def belongs(host: str, domain: str) -> bool:
    """Whether a host is the registered domain of another name, or below it."""
    base = registrable(domain)
    return host == base or host.endswith(f".{base}")


def can_be_asked(domain: str) -> bool:
    """Whether anybody outside can know something about this domain."""
    return "." in domain and domain.rpartition(".")[2] not in _NOT_PUBLIC
