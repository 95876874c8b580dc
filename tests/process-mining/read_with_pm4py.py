"""Reads what `jurisim export` wrote with pm4py, and prints what it found, a line each:

    WHAT<TAB>NUMBER                            counts
    WHAT<TAB>ACTIVITY<TAB>ACTIVITY<TAB>NUMBER  how often the one directly follows the other

    python read_with_pm4py.py LOG.xes LOG.csv LOG.ocel.json
"""

import contextlib
import sys

with contextlib.redirect_stdout(sys.stderr):
    import pandas
    import pm4py


def follows(what, log, **columns):
    graph, _, _ = pm4py.discover_dfg(log, **columns)
    for (one, other), number in sorted(graph.items()):
        print(what, one, other, number, sep="\t")


def xes(path):
    log = pm4py.read_xes(path)
    print("xes-events", len(log), sep="\t")
    print("xes-traces", log["case:concept:name"].nunique(), sep="\t")
    times = log.groupby("case:concept:name")["time:timestamp"]
    steps = times.diff().dropna()
    print("xes-not-later", int((steps <= pandas.Timedelta(0)).sum()), sep="\t")
    follows("xes", log)


def csv(path):
    table = pandas.read_csv(path, low_memory=False)
    print("csv-events", len(table), sep="\t")
    table = table[table["trace"].notna()]
    log = pm4py.format_dataframe(
        table, case_id="trace", activity_key="kind", timestamp_key="timestamp"
    )
    follows("csv", log)


def ocel(path):
    log = pm4py.read_ocel2_json(path)
    print("ocel-events", len(log.events), sep="\t")
    print("ocel-objects", len(log.objects), sep="\t")
    print("ocel-relations", len(log.relations), sep="\t")
    for kind in ("person", "case"):
        follows(f"ocel-{kind}", pm4py.ocel_flattening(log, kind))


if __name__ == "__main__":
    with contextlib.redirect_stdout(sys.stderr):
        pm4py_log = sys.argv[1:4]
    xes(pm4py_log[0])
    csv(pm4py_log[1])
    ocel(pm4py_log[2])
