"""Where secrets live: in memory for the session, in the system's password store if asked for.

`Secrets` is all that callers need: `offered` (show 'Remember'?), `remember`, `recall`, `forget`,
`forget_all`, `hold`. Each answers with an `Answer`: `ok`, `sentence`, `next`. While one of them
takes longer than `TELL_AFTER_SECONDS`, show the message `secrets.look_for_window`.
"""

from wizard.accounts.secrets.backends import Store, Unusable, system_store
from wizard.accounts.secrets.store import SECONDS, TELL_AFTER_SECONDS, Secrets
from wizard.accounts.secrets.values import Answer, Entry, Kind, Trouble, password_of

__all__ = [
    "SECONDS",
    "TELL_AFTER_SECONDS",
    "Answer",
    "Entry",
    "Kind",
    "Secrets",
    "Store",
    "Trouble",
    "Unusable",
    "password_of",
    "system_store",
]
