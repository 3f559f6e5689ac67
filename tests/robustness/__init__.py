"""Bad input and faults: whatever comes in, the caller gets an answer and the others get theirs."""
