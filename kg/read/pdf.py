"""PDF: to come."""
