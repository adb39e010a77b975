"""Queries of strangers, each answered in a process that can be killed."""
