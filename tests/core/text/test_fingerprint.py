"""Fingerprints: eight digits that know a text again."""

from exam_tui.core.text.fingerprint import text_fingerprint


def test_a_text_has_eight_digits_of_its_own() -> None:
    """Whatever is in it, bytes that are no text too."""
    texts = ["", "a", "b", "øl", "\udcff"]
    hashes = [text_fingerprint(text) for text in texts]
    assert [len(value) for value in hashes] == [8] * 5
    assert len(set(hashes)) == 5
    assert hashes == [text_fingerprint(text) for text in texts]
