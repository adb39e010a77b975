"""The tests of adrgraph."""
