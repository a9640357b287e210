"""The margin sketch of a table or of a DataFrame in Spark; printed by lossctl sketch --sql pyspark.

    $ spark-submit preds_sketch.py result.csv
    $ lossctl compare result.csv --gamma 0..5/0.5

In a notebook, or for each batch of a stream:

    from preds_sketch import save, sketch
    save(sketch(frame), "result.csv")

The table has a row for each slice, class and bin that holds samples, hundreds mostly, and only it comes to the driver. Digits are
lost where it is written with fewer than 17: save() and Parquet keep them.
"""

import csv
import os
import sys

from pyspark.sql import DataFrame, SparkSession

# What QUERY reads: a view that sketch() makes of a DataFrame.
VIEW = "lossctl_preds"

ROWS = ""

QUERY = ""


def rows(spark: SparkSession) -> DataFrame:
    return spark.sql(ROWS)


def sketch(frame: DataFrame) -> DataFrame:
    """The table of the sketch, of the rows of a DataFrame with the columns that were asked for."""
    frame.createOrReplaceTempView(VIEW)
    return frame.sparkSession.sql(QUERY)


def save(table: DataFrame, path: str) -> None:
    """Writes the table to a file of the driver's, which appears whole or not at all."""
    # Links lead to what is written. Nothing may stand in the place of a pipe or a device, which are written to.
    target = os.path.realpath(path)
    is_stream = os.path.exists(target) and not os.path.isfile(target)
    part = target if is_stream else f"{target}.{os.getpid()}.part"
    try:
        with open(part, "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(table.columns)
            writer.writerows(table.collect())
        if not is_stream:
            os.replace(part, target)
    finally:
        if not is_stream and os.path.exists(part):
            os.remove(part)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(f"usage: {sys.argv[0]} result.csv")
    save(sketch(rows(SparkSession.builder.getOrCreate())), sys.argv[1])
