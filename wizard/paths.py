"""Where the program keeps what is its own on this computer, by each system's convention."""

from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs("SendAgain", appauthor=False)


def state_folder() -> Path:
    """Journal and crash notes; survives a restart."""
    return Path(_DIRS.user_state_dir)


def cache_folder() -> Path:
    """What can be measured again at any time."""
    return Path(_DIRS.user_cache_dir)


def config_folder() -> Path:
    """The person's own choices (text size, language)."""
    return Path(_DIRS.user_config_dir)


def log_folder() -> Path:
    """The masked log."""
    return Path(_DIRS.user_log_dir)


def documents_folder() -> Path:
    """Where a person looks for a saved report."""
    return Path(_DIRS.user_documents_dir)
