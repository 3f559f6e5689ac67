"""Write a sequence as a contract test: as a transcript that `test_sequences.py` replays."""

from contract.comparison import transcript, write_transcript

from fuzz.comparing import Found

MODULE = "test_sequences"
ID = "test_a_sequence[{}]"


def write(found: Found) -> None:
    """Add a sequence, with Keycloak's answers, to the transcript of the module."""
    tests = {**transcript(MODULE), ID.format(found.title): found.exchanges}
    write_transcript(MODULE, tests)
    transcript.cache_clear()
