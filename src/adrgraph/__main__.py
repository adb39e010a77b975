"""The command line as `python -m adrgraph`."""

from adrgraph.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
