"""What a benchmark returns: figures, each with the limit it must keep."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure. `limit` is the greatest value allowed (the least, with `at_least`)."""

    name: str
    value: float
    unit: str = ""
    limit: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def kept(self) -> bool:
        """Whether the limit is kept."""
        if self.limit is None:
            return True
        return self.value >= self.limit if self.at_least else self.value <= self.limit

    def line(self) -> str:
        """The figure as a row of the table."""
        limit = ""
        if self.limit is not None:
            limit = f"{'>=' if self.at_least else '<='} {self.limit:g}"
        mark = "ok" if self.kept else "MISSED"
        return (
            f"{self.name:<62} {self.value:>10.3f} {self.unit:<8} {limit:<10} {mark:<7} {self.note}"
        )
