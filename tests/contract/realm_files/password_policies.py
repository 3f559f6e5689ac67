"""Realm files with password policies, and passwords that violate them."""

from collections.abc import Mapping
from typing import Any

from contract.realm_files.parts import HASH_DATA, HASH_SECRET, user

FILES: Mapping[str, dict[str, Any] | str] = {
    "a password that the policy allows": {
        "passwordPolicy": "length(8)",
        **user(credentials=[{"type": "password", "value": "long-enough"}]),
    },
    "a password that is too short": {
        "passwordPolicy": "length(8)",
        **user(credentials=[{"type": "password", "value": "short"}]),
    },
    "a password that is too long": {
        "passwordPolicy": "maxLength(8)",
        **user(credentials=[{"type": "password", "value": "much-too-long"}]),
    },
    "a password without the required digits": {
        "passwordPolicy": "digits(1)",
        **user(credentials=[{"type": "password", "value": "word"}]),
    },
    "a password without the required uppercase letters": {
        "passwordPolicy": "upperCase(1) and lowerCase(1)",
        **user(credentials=[{"type": "password", "value": "word"}]),
    },
    "a password without the required lowercase letters": {
        "passwordPolicy": "lowerCase(2)",
        **user(credentials=[{"type": "password", "value": "WORd"}]),
    },
    "a password without the required special characters": {
        "passwordPolicy": "specialChars(1)",
        **user(credentials=[{"type": "password", "value": "word1"}]),
    },
    "a password that is the username": {
        "passwordPolicy": "notUsername",
        **user(credentials=[{"type": "password", "value": "ada"}]),
    },
    "a password that contains the username": {
        "passwordPolicy": "notContainsUsername",
        **user(credentials=[{"type": "password", "value": "ada-lovelace"}]),
    },
    "a password that is the email": {
        "passwordPolicy": "notEmail",
        **user(email="ada@example.org", credentials=[{"type": "password", "value": "ada@example.org"}]),
    },
    "a password that does not match the pattern of the policy": {
        "passwordPolicy": "regexPattern(^[a-z]+$)",
        **user(credentials=[{"type": "password", "value": "word1"}]),
    },
    "a password that matches the pattern of the policy only in part": {
        "passwordPolicy": "regexPattern([a-z])",
        **user(credentials=[{"type": "password", "value": "word1"}]),
    },
    "a password that violates two of three rules": {
        "passwordPolicy": "length(3) and digits(2) and upperCase(1)",
        **user(credentials=[{"type": "password", "value": "word"}]),
    },
    "a hashed password with a password policy": {
        "passwordPolicy": "length(8) and hashIterations(1000) and passwordHistory(3)",
        **user(credentials=[{"type": "password", "secretData": HASH_SECRET, "credentialData": HASH_DATA}]),
    },
    "a password policy with expiry": {
        "passwordPolicy": "forceExpiredPasswordChange(30) and hashAlgorithm(pbkdf2-sha256)",
        **user(credentials=[{"type": "password", "value": "p"}]),
    },
    "an unknown password policy": {"passwordPolicy": "odd(1)"},
    "a password policy that cannot be parsed": {"passwordPolicy": "length(8"},
    "a password policy with a word for a number": {"passwordPolicy": "length(eight)"},
    "a password policy without its number": {"passwordPolicy": "length"},
    "a password policy with empty parentheses": {"passwordPolicy": "length()"},
    "an empty password policy": {"passwordPolicy": ""},
    "a password policy with an invalid pattern": {"passwordPolicy": "regexPattern([)"},
    "a password policy with an unknown hash algorithm": {"passwordPolicy": "hashAlgorithm(odd)"},
    "a password policy with a missing blacklist": {"passwordPolicy": "passwordBlacklist(ghost.txt)"},
    "a password policy with two length rules": {"passwordPolicy": "length(8) and length(9)"},
}
