"""How a long piece of work tells how far it is."""

from collections.abc import Callable

Progress = Callable[[int, int | None], None]
"""Called with what is done and with the whole, None where the whole is not known."""
