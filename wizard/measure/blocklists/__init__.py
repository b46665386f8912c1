"""Asks blocklists about the public address, and believes only what their test points support."""

from wizard.measure.blocklists.sweep import run

__all__ = ["run"]
