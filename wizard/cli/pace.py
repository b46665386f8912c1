"""`pace`: a sending plan within the provider's limits."""
