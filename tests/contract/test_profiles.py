"""User profiles with validators, and passwords with a password policy."""

from typing import Any

import pytest

from contract.call import Call
from contract.profile_realms import BY_EMAIL, GOOD, NARROW, PROFILES, STORED, STRICT

WRITTEN: dict[str, Any] = {"email": "writer0@example.org", "firstName": "Ann", "lastName": "Example", "age": "20"}
NEW = {**WRITTEN, "username": "newcomer", "email": "new@example.org", "password": "x", "password_confirm": "x"}
NAMES = ["a", "a" * 256, "<b>", "a b", "Ünï", "иван", "日本人", "J. O'Neil", "a/b", "a,b", "a@b", "x;y", "<", "a`b"]
EMAILS = [
    *("x@y", "a b@c.d", "a@b..c", f"{'a' * 65}@b.c", f"a@{'b' * 64}.c", ".a@b.c", "a@-b.c", '"a b"@c.d', "a@[1.2.3.4]"),
    *("a@b_c.de", "a+b@c.de", "a@b.c.", "Ä@x.de", "a@ü.de", "a..b@c.de", "bea@example.org", "BEA@EXAMPLE.ORG", "@"),
]


@pytest.mark.parametrize("user", STORED)
def test_a_profile_as_it_is_kept(call: Call, user: str) -> None:
    call.log_in(PROFILES, user=user)
    call.follow(2)
    call.token(PROFILES, grant_type="password", client_id="app", username=user, password=f"{user}-password")


@pytest.mark.parametrize("user", ["bea", "li"])
def test_a_profile_that_was_kept_before_there_were_validators(call: Call, user: str) -> None:
    call.log_in("usual", user=user)
    call.follow(2)
    call.token("usual", grant_type="password", client_id="app", username=user, password=f"{user}-password")


@pytest.mark.parametrize("user", ["mail@example.org", "without", "odd"])
def test_a_profile_where_the_email_is_the_name(call: Call, user: str) -> None:
    call.log_in(BY_EMAIL, user=user)
    if user == "without":
        # These users have no required action, so they go straight to the client.
        return
    call.follow(2)
    call.submit(3, firstName="", lastName="Other", email="x")
    call.token(BY_EMAIL, grant_type="password", client_id="app", username=user, password=f"{user}-password")


@pytest.mark.parametrize(
    "fields",
    [
        *({"firstName": "A"}, {"lastName": "<Exampleson>"}, {"lastName": "<"}, {"phone": "1a"}, {"phone": "123456"}),
        *(
            {"age": ""},
            {"age": "2001"},
            {"age": "17"},
            {"age": "1.5"},
            {"size": "1"},
            {"size": "x"},
            {"site": "ftp://x"},
        ),
        *({"site": "a b"}, {"site": "nowhere"}, {"born": "20"}, {"born": "2021-02-29"}, {"other": "x y@z"}),
        *({"color": "green"}, {"email": f"{'x' * 40}@b.c"}, {"email": "x" * 40}, {"email": "fine@example.org"}),
        *({"email": "fine@example.org", "firstName": "A"}, {"username": "fine"}, {"username": "other"}),
        *({"fixed": "9"}, {"fixed": ""}, {"hidden": "seen"}),
        {"email": "", "firstName": "", "age": "old", "free": "x" * 2049},
    ],
    ids=lambda it: str(it)[:60],
)
def test_a_profile_that_is_refused(call: Call, fields: dict[str, str]) -> None:
    call.log_in(PROFILES, user="writer0")
    call.follow(2)
    call.submit(3, **{**WRITTEN, **fields})


def test_a_profile_that_is_kept(call: Call) -> None:
    call.log_in(PROFILES, user="writer1")
    call.follow(2)
    more = {"phone": "1234", "size": "1e3", "site": "https://x.org/a#b", "born": "2020-02-29", "other": "x@y"}
    call.submit(3, **{**WRITTEN, "email": "writer1@example.org", "color": "red", **more})
    call.token(
        PROFILES,
        grant_type="authorization_code",
        code="code_of_answer_4",
        redirect_uri="http://localhost:3000/cb",
        client_id="app",
    )


def registering(call: Call, realm: str, **fields: str) -> None:
    call.auth(realm)
    call.browse("link:Register:_of_answer_1")
    call.submit(2, **fields)


@pytest.mark.parametrize("fields", [{}, {"age": "3"}, {"lastName": "<Exampleson>", "username": "a" * 21}], ids=str)
def test_a_new_account_with_a_profile(call: Call, fields: dict[str, str]) -> None:
    registering(call, PROFILES, **{**NEW, "password": "", **fields})


@pytest.mark.parametrize("name", NAMES)
def test_the_names_of_a_new_account(call: Call, name: str) -> None:
    registering(call, "usual", **{**NEW, "username": name, "firstName": name, "lastName": name, "password_confirm": ""})


@pytest.mark.parametrize("email", EMAILS)
def test_the_email_of_a_new_account(call: Call, email: str) -> None:
    registering(call, "usual", **{**NEW, "email": email, "firstName": ""})


def test_the_name_of_a_new_account_that_is_the_email_of_another(call: Call) -> None:
    registering(call, "usual", **{**NEW, "username": "bea@example.org"})


@pytest.mark.parametrize(
    ("realm", "password"),
    [
        *((STRICT, it) for it in ("", " ", "a", "abcdefgh", "Abcdef12", "Abcdef1!", "abcdef12!", "ABCDEF12!", "ann")),
        *((STRICT, it) for it in ("ANN@example.org", GOOD)),
        *((NARROW, it) for it in ("", " ", "a!b", "x" * 21, "Ann-12-Example", "Änderung12!", GOOD)),
    ],
)
def test_a_new_password_that_is_refused(call: Call, realm: str, password: str) -> None:
    call.auth(realm)
    call.submit(1, username="ann", password=GOOD)
    call.follow(2)
    call.submit(3, password_new=password, password_confirm=password or "x")


@pytest.mark.parametrize("realm", [STRICT, NARROW])
def test_passwords_that_were_there_before(call: Call, realm: str) -> None:
    one, two, three = (f"Number-{number}{number}.aaa" for number in range(3))
    password = GOOD
    for tried in ((GOOD, one), (GOOD, one, two), (GOOD, one, two, three), (one, two, three, GOOD)):
        jar = f"browser with {password}"
        call.auth(realm, jar=jar, kc_action="UPDATE_PASSWORD")
        call.submit(call.count, jar=jar, username="ben", password=password)
        call.follow(call.count, jar=jar)
        for password in tried:
            call.submit(call.count, jar=jar, password_new=password, password_confirm=password)


@pytest.mark.parametrize("realm", [STRICT, NARROW])
@pytest.mark.parametrize(
    "password", ["", "a", "newcomer", "new@example.org", "newcomer-Abc12!", "new-Comer.12", "x" * 21]
)
def test_the_password_of_a_new_account(call: Call, realm: str, password: str) -> None:
    names = {"username": "newcomer", "email": "new@example.org"}
    registering(call, realm, **{**NEW, **names, "password": password, "password_confirm": f"{password}?"})


def test_a_new_account_whose_password_is_its_email(call: Call) -> None:
    email = "Me-12-too@example.org"
    registering(call, STRICT, username="me", email="x", firstName="A", lastName="B", password=email)
    call.submit(3, username="me2", email=email, firstName="A", lastName="B", password=email, password_confirm=email)
    call.follow(4)
