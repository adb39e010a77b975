"""The service around the application."""
