"""The server, through its ASGI interface and over loopback."""
