"""What there is to guard: every public method and property of the service and of its parts."""

from collections.abc import Iterator
from inspect import Parameter, signature
from typing import Any, NamedTuple
from unittest.mock import MagicMock

from dashboard.access import PUBLIC, Part, Rule, rule_of
from dashboard.service import Service

FREE = {
    "Service.open": "opens the database, for whoever has it",
    "Service.acting": "gives the view of somebody, which is what the guard asks",
    "Service.keys": "the key file, for the parts that encrypt and sign",
}
"""What needs no guard, and why."""
STATE = {"store", "settings", "actor"}
"""What a service is made of beside its parts."""


class UseCase(NamedTuple):
    """A use case: the class that has it, its name, what stands in the class, its rule if any."""

    owner: type
    name: str
    found: Any
    rule: Rule | None

    def __str__(self) -> str:
        return f"{self.owner.__name__}.{self.name}"

    @property
    def takes(self) -> list[str]:
        """The parameters that may be given."""
        return [one.name for one in self._parameters]

    @property
    def needs(self) -> list[str]:
        """The parameters that have to be given."""
        return [one.name for one in self._parameters if one.default is Parameter.empty]

    @property
    def _parameters(self) -> list[Parameter]:
        if isinstance(self.found, property):
            return []
        return list(signature(self.found).parameters.values())[1:]


def parts() -> dict[str, type]:
    """Give the classes of the parts by the name under which the service has them."""
    made = vars(Service(MagicMock(), MagicMock(), PUBLIC))
    return {
        name: type(part)
        for name, part in made.items()
        if not name.startswith("_") and name not in STATE
    }


def all_of() -> list[UseCase]:
    """Give all use cases, by part and name."""
    classes = (Service, *parts().values())
    return sorted((one for owner in classes for one in _of(owner)), key=str)


def unguarded() -> list[str]:
    """Name what is public and says for no role whom it is for, and parts that are none."""
    strangers = [name for name, owner in parts().items() if not issubclass(owner, Part)]
    return strangers + [str(one) for one in all_of() if one.rule is None]


def _of(owner: type) -> Iterator[UseCase]:
    names = {name for base in owner.__mro__ for name in vars(base)} - set(dir(object))
    for name in sorted(names):
        found = getattr(owner, name)
        if not name.startswith("_") and f"{owner.__name__}.{name}" not in FREE:
            yield UseCase(owner, name, found, rule_of(found))
