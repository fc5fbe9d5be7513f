"""The instances of the configuration: built from their tables, with their keys read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import SecretStr
from pydantic_core import PydanticCustomError

from arrtui.core.apps import Kind
from arrtui.core.config.findings import Findings, Place, check_table, nearest, tables_of
from arrtui.core.config.layers import PREFIX
from arrtui.core.config.tables import LABEL, LABEL_RULE, InstanceConfig, InstanceOptions, InstanceTable
from arrtui.core.config.toml import Tree
from arrtui.core.config.trailer_profiles import DEFAULT_PROFILE
from arrtui.core.config.trailers import TrailersConfig
from arrtui.core.config.values import check_key, expand, wrong
from arrtui.core.errors import ConfigProblem
from arrtui.core.paths import readable_by_others

_LONGEST_KEY_FILE = 4096


def _read_key(table: Mapping[str, Any], path: Place, findings: Findings, folder: Path) -> SecretStr | None:
    """Return an instance's key from its table or its key file, or None after noting what is wrong."""
    given = [name for name in ("api_key", "api_key_file") if name in table]
    if len(given) == 2:
        findings.add((*path, "api_key"), "and api_key_file are both set; give one of them")
    elif not given:
        variable = f"{PREFIX}{path[0]}__{path[1].replace('-', '_')}__API_KEY".upper()
        findings.add((*path, "api_key"), f"is missing: set api_key, api_key_file or the variable {variable}")
    elif given == ["api_key"]:
        return SecretStr(str(table["api_key"]).strip())
    elif not findings.has((*path, "api_key_file")):
        return _read_key_file(table["api_key_file"], (*path, "api_key_file"), findings, folder)
    return None


def _read_key_file(text: str, path: Place, findings: Findings, folder: Path) -> SecretStr | None:
    """Return the key a file holds, or None after noting what is wrong with it."""
    try:
        file = expand(text, folder)
        if not file.is_file():  # a pipe or device would wait for ever
            raise wrong("names no file; give the path of a file that holds only the key")
        with file.open("rb") as stream:
            key = check_key(stream.read(_LONGEST_KEY_FILE).decode("ascii", "replace"))
        if readable_by_others(file):
            findings.warnings.append(f"{'.'.join(path)}: {file} can be read by others. Run: chmod 600 {file}")
        return SecretStr(key)
    except PydanticCustomError as error:
        findings.add(path, error.message())
    except (OSError, ValueError) as error:
        findings.add(path, f"cannot be read: {getattr(error, 'strerror', None) or 'no such path'}")
    return None


def _build_instance(
    kind: Kind, label: str, table: Any, findings: Findings, folder: Path
) -> InstanceConfig | None:
    """Return the instance of one table, or None after noting everything wrong with it."""
    path = (kind.value, label)
    if not LABEL.fullmatch(label):
        findings.add(path, f"is no instance name; {LABEL_RULE}")
    options = check_table(InstanceTable, table, path, findings, folder)
    key = _read_key(table, path, findings, folder) if isinstance(table, dict) else None
    if options is None or key is None or not LABEL.fullmatch(label):
        return None
    values = {name: getattr(options, name) for name in InstanceOptions.model_fields}
    # checked already: a second check would build another validator and read the CA file again
    return InstanceConfig.model_construct(
        name=f"{kind}.{label}", kind=kind, label=label, api_key=key, **values
    )


def build_instances(tree: Tree, findings: Findings, folder: Path) -> Iterator[InstanceConfig]:
    """Yield the instances in the file's order, noting names that differ by case alone."""
    for section in (name for name in tree if name in tuple(Kind)):
        tables = tables_of(tree, section, f"instance, with its name: [{section}.main]", findings)
        seen: dict[str, str] = {}
        for label, table in tables.items():
            if seen.setdefault(label.lower(), label) != label:
                findings.add(
                    (section, label), f"is the same name as {section}.{seen[label.lower()]}; names are unique"
                )
            instance = _build_instance(Kind(section), label, table, findings, folder)
            if instance:
                yield instance


def check_instance(
    kind: Kind, label: str, table: Tree, folder: Path
) -> tuple[InstanceConfig | None, list[ConfigProblem]]:
    """Return the instance a table of the file would make, or None, and everything wrong with it."""
    findings = Findings()
    instance = _build_instance(kind, label, table, findings, folder)
    return instance, findings.problems


def check_profile_names(
    instances: Sequence[InstanceConfig], trailers: TrailersConfig, findings: Findings
) -> None:
    """Note instances whose trailers are to have a profile that there is none of."""
    names = [*trailers.profile, DEFAULT_PROFILE]
    for instance in instances:
        if instance.trailers.profile and instance.trailers.profile not in names:
            place = (instance.kind.value, instance.label, "trailers", "profile")
            findings.add(
                place, f"names no profile of [trailers]; {nearest(instance.trailers.profile, names)}"
            )


def warn_of_twins(instances: Sequence[InstanceConfig], findings: Findings) -> None:
    """Warn of two instances that are one app."""
    seen: dict[tuple[Kind, str], str] = {}
    for instance in instances:
        first = seen.setdefault((instance.kind, instance.url), instance.name)
        if first != instance.name:
            findings.warnings.append(
                f"{first} and {instance.name} have the same url: everything is counted twice."
            )
