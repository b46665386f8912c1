"""Probes: each measures one thing and returns facts; none has an opinion."""
