"""Code written for the official client runs on this one.

``import accsyn_api``, ``accsyn_api.Session`` and ``from accsyn_api.session import Session, AccsynException`` work, and
give what `accsyn` has. This is a single module on purpose: where the official package is installed, Python finds that
one first, and nothing of it is overwritten.
"""

from __future__ import annotations

import sys
from types import ModuleType

TYPE_CHECKING = False  # as in `accsyn`
if TYPE_CHECKING:
    from typing import Any

    from accsyn import AccsynException, Session, __version__

__all__ = ["AccsynException", "Session", "__version__"]


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    import accsyn

    return getattr(accsyn, name)


def __dir__() -> list[str]:
    return [*__all__, "session"]


# The import system asks `sys.modules` before it asks whether this module is a package.
session = ModuleType(f"{__name__}.session", "The session of `accsyn`, under the name it has in the official client.")
session.__getattr__ = __getattr__  # type: ignore[method-assign]  # a function of a module (PEP 562)
session.__dir__ = lambda: [*__all__]  # type: ignore[method-assign]  # the same
session.__all__ = ["AccsynException", "Session"]  # type: ignore[attr-defined]  # what a star takes
sys.modules[session.__name__] = session
