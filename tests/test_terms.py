"""The constants of our terms."""

from tests.terms import TARGET, terms_module


def test_fresh() -> None:
    """src/adrgraph/terms.py is what `make terms` writes today."""
    assert TARGET.read_text(encoding="utf-8") == terms_module()
