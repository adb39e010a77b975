"""The service around the application: health, figures, logs, rates, and builds that are swapped."""
