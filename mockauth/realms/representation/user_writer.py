"""Write a user that has changed as a representation, so that what the user does not know is kept."""

import base64
import json
from collections.abc import Iterable
from typing import Any

from mockauth.realms.model import User
from mockauth.realms.model.credentials import Password, password
from mockauth.realms.model.one_time_passwords import OtpCredential, otp_credentials
from mockauth.realms.model.roles import RoleRef
from mockauth.realms.parsing.json_reader import Reader

Rep = dict[str, Any]


def user_rep(user: User) -> Rep:
    """Return the representation of a user: that which the user was read from, with the current values."""
    written: Rep = {
        **user.rep,
        "id": user.id,
        "username": user.username,
        "enabled": user.enabled,
        "email": user.email,
        "emailVerified": user.email_verified,
        "firstName": user.first_name,
        "lastName": user.last_name,
        "attributes": {name: list(values) for name, values in user.attributes.items()},
        **role_names(user.roles),
        "groups": list(user.groups),
        "createdTimestamp": user.created,
        "notBefore": user.not_before,
        "serviceAccountClientId": user.service_account_of or None,
        "credentials": _credentials(user),
        "requiredActions": list(user.required_actions),
    }
    return {key: value for key, value in written.items() if value is not None}


def role_names(roles: Iterable[RoleRef]) -> Rep:
    """Return roles as the keys `realmRoles` and `clientRoles` of a representation."""
    of_clients: dict[str, list[str]] = {}
    for role in sorted(roles):
        if role.client:
            of_clients.setdefault(role.client, []).append(role.name)
    return {"realmRoles": sorted(role.name for role in roles if not role.client), "clientRoles": of_clients}


def _credentials(user: User) -> list[Rep]:
    """Return the credentials: those that have not changed are kept as they are, as are those of other types."""
    kept: list[Rep] = []
    known: list[Password | OtpCredential] = []
    for number, rep in enumerate(user.rep.get("credentials") or ()):
        found = _read(rep, number)
        if found is None or found in user.passwords or found in user.otp_credentials:
            kept.append(rep)
            known += [found] if found else []
    return [
        *(_written_password(it) for it in user.passwords if it not in known),
        *kept,
        *(_written_otp(it) for it in user.otp_credentials if it not in known),
    ]


def _read(rep: Rep, number: int) -> Password | OtpCredential | None:
    reader = Reader(rep, str(number), [])
    return password(reader) or next(iter(otp_credentials([reader], "")), None)


def _written_password(own: Password) -> Rep:
    if own.plain is not None:
        return {"type": "password", "value": own.plain}
    options = {"memory": [str(own.memory)], "parallelism": [str(own.lanes)], "type": ["id"]}
    data = {"hashIterations": own.cost, "algorithm": own.algorithm, "additionalParameters": options}
    secret = {"value": base64.b64encode(own.digest).decode(), "salt": base64.b64encode(own.salt).decode()}
    return {"type": "password", "credentialData": json.dumps(data), "secretData": json.dumps(secret)}


def _written_otp(own: OtpCredential) -> Rep:
    data = {
        "subType": own.type,
        "digits": own.digits,
        "counter": own.counter,
        "period": own.period,
        "algorithm": own.algorithm,
        "secretEncoding": "BASE32",
    }
    return {
        "id": own.id,
        "type": "otp",
        "userLabel": own.label,
        "credentialData": json.dumps(data),
        "secretData": json.dumps({"value": base64.b32encode(own.secret).decode()}),
    }
