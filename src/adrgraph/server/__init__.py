"""The graph over HTTP; needs the extra `serve`."""
