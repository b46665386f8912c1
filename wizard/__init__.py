"""The engine of Send Again: measure, judge, show. It never imports Qt or the window."""

__version__ = "0.1.0"
