"""What holds for all tests: none depends on a machine's speed."""

from hypothesis import settings

settings.register_profile("any machine", deadline=None)
settings.load_profile("any machine")
