"""The engine's errands about passwords: remembered only when asked, forgotten at once.

Like the engine itself: no Qt. The store may ask the person something, so each wish has its
deadline and none is made before somebody wanted it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wizard.account import Account, Secret

if TYPE_CHECKING:
    from wizard.accounts.secrets import Answer, Secrets
    from wizard.profile import Loaded


@dataclass(frozen=True, slots=True)
class Keeping:
    """What can be done about an account's password now. `is_used`: the next check signs in."""

    can_remember: bool
    is_remembered: bool
    is_used: bool = False


class Keys:
    """Remembering, using and forgetting the password of an account."""

    loaded: "Loaded | None"
    _store: "Secrets | None" = None

    async def keeping(self, account: Account) -> Keeping:
        """Whether remembering can be offered, and whether something is remembered."""
        from wizard.accounts.secrets import password_of

        store = self._secrets()
        offered = await store.offered()
        allowed = self.loaded is None or self.loaded.profile.limits.allow_password
        return Keeping(
            can_remember=offered.ok,
            is_remembered=bool(store.remembered_for(account.address)),
            is_used=allowed
            and account.server_is_proven
            and store.is_remembered(password_of(account)),
        )

    async def remember(self, account: Account, password: Secret) -> "Answer":
        """Keep the password in this computer's store, and read it back."""
        from wizard.accounts.secrets import password_of

        return await self._secrets().remember(password_of(account), password)

    async def forget(self, account: Account) -> "Answer":
        """Forget everything that is remembered for this address."""
        store = self._secrets()
        return await store.forget(*store.remembered_for(account.address))

    async def remembered_password(self, account: Account) -> Secret | None:
        """The password that was remembered; None when there is none, or it stays locked away."""
        from wizard.accounts.secrets import password_of

        store, entry = self._secrets(), password_of(account)
        if not account.server_is_proven or not store.is_remembered(entry):
            return None
        return (await store.recall(entry)).secret

    def _secrets(self) -> "Secrets":
        from wizard.accounts.secrets import Secrets

        if self._store is None:
            rules = self.loaded.profile.limits if self.loaded else None
            self._store = Secrets(allowed=rules.allow_remember if rules else True)
        return self._store
