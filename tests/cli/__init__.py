"""The command line, run in this process where that proves the same, else as a process."""
