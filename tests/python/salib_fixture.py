"""Makes tests/golden/sensitivity/salib.txt: designs, outputs and indices of Python's SALib 1.6.0
(with numpy 2.4.6 and scipy 1.17.1), which src/sensitivity must find too.

    python -m venv venv && venv/bin/pip install SALib==1.6.0 numpy==2.4.6 scipy==1.17.1
    venv/bin/python tests/python/salib_fixture.py > tests/golden/sensitivity/salib.txt

A line is a name and numbers. Tables are row after row.
"""

import numpy as np
from SALib.analyze import delta, morris, sobol
from SALib.sample import morris as trajectories
from SALib.sample import saltelli
from scipy.stats import beta, qmc, rankdata


def line(name, numbers):
    print(name, *(repr(float(number)) for number in np.ravel(numbers)))


def ishigami(x):
    """Ishigami and Homma 1990, on the unit cube; a fourth column is in no model."""
    x = np.pi * (2 * x - 1)
    return np.sin(x[:, 0]) + 7 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])


def crooked(x):
    """Monotone, curved and with an interaction; the last column is in no model."""
    return np.exp(2 * x[:, 0]) + 3 * x[:, 1] * x[:, 2] - 2 * x[:, 3] + 0.2 * x[:, 4] ** 2


def unit(columns, groups=None):
    names = [f"x{column}" for column in range(columns)]
    problem = {"num_vars": columns, "names": names, "bounds": [[0, 1]] * columns}
    return problem | ({"groups": groups} if groups else {})


def of_sobol(name, second_order):
    problem = unit(4)
    points = saltelli.sample(problem, 32, calc_second_order=second_order)
    # A shift shows whether outputs are centred.
    outputs = ishigami(points) + 1000
    found = sobol.analyze(problem, outputs, calc_second_order=second_order, seed=1)
    line(f"{name}.outputs", outputs)
    line(f"{name}.first", found["S1"])
    line(f"{name}.total", found["ST"])
    if second_order:
        line(f"{name}.second", found["S2"][np.triu_indices(4, 1)])


def of_morris(name, groups):
    problem = unit(6, groups)
    points = trajectories.sample(problem, 12, num_levels=6, seed=3)
    outputs = crooked(points)
    found = morris.analyze(problem, points, outputs, num_levels=6, seed=1)
    line(f"{name}.points", points)
    line(f"{name}.outputs", outputs)
    line(f"{name}.mu_star", found["mu_star"])
    if not groups:
        line(f"{name}.mu", found["mu"])
        line(f"{name}.sigma", found["sigma"])


def of_a_sample():
    points = qmc.LatinHypercube(6, rng=np.random.default_rng(5)).random(120)
    outputs = crooked(points)
    table = np.column_stack([rankdata(column) for column in [*points.T, outputs]])
    standard = (table - table.mean(axis=0)) / table.std(axis=0)
    x, y = standard[:, :-1], standard[:, -1]
    slopes = np.linalg.lstsq(x, y, rcond=None)[0]
    left = -np.linalg.inv(np.corrcoef(standard.T))
    scale = np.sqrt(np.diag(-left))
    line("sample.points", points)
    line("sample.outputs", outputs)
    line("sample.regression", slopes)
    line("sample.partial", (left / np.outer(scale, scale))[:-1, -1])
    line("sample.explained", 1 - np.sum((y - x @ slopes) ** 2) / np.sum(y**2))
    # SALib's first order of given data, cut into as many parts as src/sensitivity/bins.rs does.
    parts = np.linspace(0, len(outputs), 4 + 1)
    line("sample.raw_shares", [delta.sobol_first(outputs, column, parts) for column in points.T])


def of_the_sequence():
    # scipy counts by Gray codes: natural number n is its i with i ^ (i >> 1) == n.
    def by_number(number):
        place = number
        while number := number >> 1:
            place ^= number
        sampler = qmc.Sobol(512, scramble=False, bits=32)
        sampler.fast_forward(place)
        return sampler.random(1)[0]

    for number in (3, 51966):
        line(f"sequence.{number}", by_number(number))


def of_pert():
    units = [1e-9, 0.001, 0.05, 0.3, 0.5, 0.8, 0.99, 0.999999]
    for mode in (0.0, 0.07, 0.3, 0.5, 0.81, 1.0):
        line(f"pert.{mode}", [units, beta.ppf(units, 1 + 4 * mode, 5 - 4 * mode)])


of_sobol("sobol", False)
of_sobol("pairs", True)
of_morris("morris", None)
of_morris("grouped", ["a", "a", "b", "b", "c", "d"])
of_a_sample()
of_the_sequence()
of_pert()
