"""What the samples of Californian schools that come with R's `survey` add up to.

The academic performance index of 2000 of two samples of 200 schools (`apistrat`, `apisrs`), by
type of school: elementary, high, middle. Estimates of means depend on nothing else than these
sums, so that values made up to have the same sums stand for the samples.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Sums:
    """Schools sampled, the sum of their values and of their squares; schools there are."""

    n: int
    total: int
    squares: int
    size: int

    def values(self) -> np.ndarray:
        """Give values with these sums: as many above the mean as below it, equally far."""
        mean, half = self.total / self.n, self.n // 2
        away = np.sqrt((self.squares - self.n * mean**2) / (2 * half))
        return mean + away * np.array([-1.0] * half + [1.0] * half + [0.0] * (self.n % 2))


STRATIFIED = {
    "E": Sums(100, 67443, 47038637, 4421),
    "H": Sums(50, 31291, 20167941, 755),
    "M": Sums(50, 31830, 20940396, 1018),
}
SIMPLE = {
    "E": Sums(142, 94592, 65609288, 4421),
    "H": Sums(25, 15134, 9470478, 755),
    "M": Sums(33, 21591, 14659809, 1018),
}
