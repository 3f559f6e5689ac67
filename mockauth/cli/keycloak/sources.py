"""Where the values of Keycloak's options come from, in Keycloak's order of precedence.

The command line comes first, then the variables (`KC_HTTP_PORT`), the system properties (`-Dkc.http-port`),
`conf/keycloak.conf`, and what `kc.sh build` has kept.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

import click

from mockauth.cli.keycloak import options

HOME = "/opt/keycloak"
HOME_VARIABLE = "KC_HOME_DIR"
_CONF_VARIABLE = "KC_CONFIG_FILE"
# Variables of the script kc.sh and of the image, which are not options.
_NOT_OPTIONS = {HOME_VARIABLE, _CONF_VARIABLE, "KC_RUN_IN_CONTAINER"}
_NOT_OPTIONS |= {"KC_DEBUG", "KC_DEBUG_PORT", "KC_DEBUG_SUSPEND"}
# What images before Keycloak 17 and Keycloak before 26 called them.
_OLD_VARIABLES = {
    "KEYCLOAK_ADMIN": "bootstrap-admin-username",
    "KEYCLOAK_ADMIN_PASSWORD": "bootstrap-admin-password",
    "KEYCLOAK_USER": "bootstrap-admin-username",
    "KEYCLOAK_PASSWORD": "bootstrap-admin-password",
    "KEYCLOAK_FRONTEND_URL": "hostname",
}
_OLD_IMPORT = "KEYCLOAK_IMPORT"
_IMPORT_PROPERTIES = ("keycloak.import", "keycloak.migration.file", "keycloak.migration.dir")
_EXPRESSION = re.compile(r"(?<!\\)\$\{(?P<name>[^}:]+)(?::(?P<default>[^}]*))?\}")
_PROPERTY = re.compile(r"\s*(?P<name>(?:\\.|[^\s=:\\])+)\s*[=:\s]\s*(?P<value>.*)")


class Value(NamedTuple):
    """The value of an option, and where it comes from, as an error message names it."""

    text: str
    origin: str


@dataclass(frozen=True)
class Configuration:
    """The values of options by name, paths to import, arguments for `mockauth serve`, and remarks for the log."""

    values: Mapping[str, Value]
    imports: Sequence[Path]
    own: Sequence[str]
    remarks: Sequence[str]

    def text(self, name: str) -> str:
        """Return the value of an option, or an empty string."""
        found = self.values.get(name)
        return found.text if found else ""

    def is_on(self, name: str, default: bool = False) -> bool:
        """Tell whether an option is true."""
        return (self.text(name) or str(default)).lower() == "true"


class _CommandLine(NamedTuple):
    values: dict[str, Value]
    properties: dict[str, str]
    own: list[str]
    conf: str


def read(
    arguments: Sequence[str], command: str, env: Mapping[str, str], own_options: Mapping[str, bool]
) -> Configuration:
    """Read the options of a command of Keycloak.

    `own_options` are the other options that the command takes; the value tells whether they are followed by one.
    Raises click.UsageError for unknown options and invalid values.
    """
    line = _command_line(arguments, command, own_options)
    from_variables, remarks = _variables(env, command)
    home = home_folder(env)
    conf = Path(line.conf or env.get(_CONF_VARIABLE) or home / "conf" / "keycloak.conf")
    from_conf, unknown = _conf_file(conf, command)
    kept, _ = _conf_file(build_file(home), command)
    properties = {
        name.removeprefix("kc."): Value(text, f"'-D{name}'")
        for name, text in line.properties.items()
        if options.find(name.removeprefix("kc."), command)
    }
    merged = {**kept, **from_conf, **properties, **from_variables, **line.values}
    values = {name: value._replace(text=_expanded(value, env, home)) for name, value in merged.items()}
    for name, (text, origin) in values.items():
        option = options.find(name, command)
        if option and (problem := option.invalid_value(text)):
            raise click.UsageError(f"Invalid value for option {origin}: {problem}")
    imports = [line.properties.get(name, "") for name in _IMPORT_PROPERTIES] + [env.get(_OLD_IMPORT, "")]
    paths = [Path(path.strip()) for text in imports for path in text.split(",") if path.strip()]
    return Configuration(values, paths, line.own, [*remarks, *unknown])


def home_folder(env: Mapping[str, str]) -> Path:
    """Return Keycloak's folder: the parent of bin, conf and data."""
    return Path(env.get(HOME_VARIABLE) or HOME)


def build_file(home: Path) -> Path:
    """Return the file in which `build` keeps its options."""
    return home / "lib" / "build.conf"


def _command_line(arguments: Sequence[str], command: str, own_options: Mapping[str, bool]) -> _CommandLine:
    found = _CommandLine({}, {}, [], "")
    rest = iter(arguments)
    for argument in rest:
        name, has_value, text = argument.partition("=")
        key = name.removeprefix("--")
        if argument.startswith("-D"):
            found.properties[name.removeprefix("-D")] = text
        elif name in ("-cf", "--config-file"):
            found = found._replace(conf=text if has_value else _next(rest, name))
        elif name in ("-v", "--verbose"):
            continue
        elif name.startswith("--") and (option := options.find(key, command)):
            if option.takes_value and not has_value:
                text = _next(rest, name)
            found.values[key] = Value(text if option.takes_value else text or "true", f"'{name}'")
        elif name in own_options:
            found.own.append(argument)
            if own_options[name] and not has_value:
                found.own.append(_next(rest, name))
        else:
            raise _unknown(name, command, own_options)
    return found


def _next(rest: Iterator[str], name: str) -> str:
    try:
        return next(rest)
    except StopIteration:
        raise click.UsageError(f"Option '{name}' expects a single value.") from None


def _unknown(name: str, command: str, own_options: Mapping[str, bool]) -> click.UsageError:
    near = options.similar(name.removeprefix("--"), command, (it.removeprefix("--") for it in own_options))
    solutions = f"\nPossible solutions: {', '.join(f'--{it}' for it in near)}" if near else ""
    return click.UsageError(f"Unknown option: '{name}'{solutions}")


def _variables(env: Mapping[str, str], command: str) -> tuple[dict[str, Value], list[str]]:
    """Return the values of variables, and a remark for each variable of Keycloak that is not an option."""
    values = {_OLD_VARIABLES[name]: Value(text, f"'{name}'") for name, text in env.items() if name in _OLD_VARIABLES}
    remarks = []
    for variable, text in env.items():
        prefix, _, rest = variable.partition("_")
        if prefix not in ("KC", "KCRAW") or not rest or variable in _NOT_OPTIONS:
            continue
        # KCKEY_X names the option that KC_X stands for.
        name = env.get(f"KCKEY_{rest}") or rest.lower().replace("_", "-")
        if options.find(name, command):
            values[name] = Value(text.replace("${", "\\${") if prefix == "KCRAW" else text, f"'{variable}'")
        elif not any(options.find(name, other) for other in ("start", "import", "export")):
            near = options.similar(name, command)[:1]
            hint = "".join(f": did you mean KC_{it.upper().replace('-', '_')}?" for it in near)
            remarks.append(f"{variable} is not an option of Keycloak 26.7{hint}")
    return values, remarks


def _conf_file(file: Path, command: str) -> tuple[dict[str, Value], list[str]]:
    """Return the values in a Java properties file, and a remark for each unknown name; nothing if there is no file."""
    try:
        text = file.read_text(encoding="utf-8")
    except FileNotFoundError:
        return {}, []
    except (OSError, UnicodeDecodeError) as error:
        raise click.UsageError(f"{file} cannot be read: {getattr(error, 'strerror', '') or error}") from error
    values, remarks = {}, []
    for line in re.sub(r"\\\r?\n\s*", "", text).splitlines():
        match = _PROPERTY.fullmatch(line)
        if not match or match["name"][0] in "#!":
            continue
        name = match["name"].replace("\\", "")
        if options.find(name, command):
            values[name] = Value(match["value"].strip(), f"'kc.{name}' in {file.name}")
        elif not any(options.find(name, other) for other in ("start", "import", "export")):
            near = options.similar(name, command)[:1]
            remarks.append(
                f"{file}: {name} is not an option of Keycloak 26.7" + "".join(f": did you mean {it}?" for it in near)
            )
    return values, remarks


def _expanded(value: Value, env: Mapping[str, str], home: Path) -> str:
    """Return a value with `${kc.home.dir}`, `${VARIABLE}` and `${VARIABLE:default}` replaced."""

    def replacement(match: re.Match[str]) -> str:
        found = str(home) if match["name"] == "kc.home.dir" else env.get(match["name"], match["default"])
        if found is None:
            raise click.UsageError(
                f"Invalid value for option {value.origin}: the variable {match['name']} in {match[0]} is not set"
            )
        return found

    return _EXPRESSION.sub(replacement, value.text).replace("\\${", "${")
