"""Runs blocks of docs/cookbook.md for tests/cookbook.rs, in the folder of a run.

Reads a JSON list of {"language", "code"} from standard input and writes a list of answers, one for
each block: {"columns", "rows"} of SQL, {"printed"} of Python, {"error"} of what failed.
All SQL shares one connection, as it would in a session; every Python block stands alone.
"""

import contextlib
import io
import json
import sys

import duckdb


def text(value):
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return str(value)


def answer(block, connection):
    if block["language"] == "sql":
        cursor = connection.execute(block["code"])
        columns = [column[0] for column in cursor.description]
        return {"columns": columns, "rows": [[text(v) for v in row] for row in cursor.fetchall()]}
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(block["code"], "docs/cookbook.md", "exec"), {"__name__": "__main__"})
    return {"printed": printed.getvalue()}


def main():
    connection, answers = duckdb.connect(), []
    for block in json.load(sys.stdin):
        try:
            answers.append(answer(block, connection))
        except Exception as error:  # Whatever it is, the test tells it with the block.
            answers.append({"error": f"{type(error).__name__}: {error}"})
    json.dump(answers, sys.stdout)


main()
