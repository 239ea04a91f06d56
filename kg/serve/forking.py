"""What the process imports from which workers and keeper are forked: all that they share.

Importing it has an effect, which is meant for that process alone: it ends with the front. multiprocessing
would keep it as long as any of its children lives, so that a query could outlive a server that was killed.
"""

from __future__ import annotations

from kg.serve import confine, keeper, worker

__all__ = ["keeper", "worker"]

confine.die_with_parent()
