"""Suggestions of who is who, and what stewards judge of them."""
