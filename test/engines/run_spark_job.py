"""Runs the files of lossctl sketch --sql pyspark: python run_spark_job.py FOLDER

FOLDER/pyspark/NAME.py reads FOLDER/*.parquet; its table goes to NAME.csv. stream.py gets the rows of the table bl in a stream, a
file a batch, and writes stream/NUMBER.csv for each.
"""

import pathlib
import runpy
import sys

from pyspark.sql import SparkSession

folder = pathlib.Path(sys.argv[1])
spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
spark = spark.config("spark.sql.shuffle.partitions", "2").getOrCreate()
spark.sparkContext.setLogLevel("ERROR")
for table in folder.glob("*.parquet"):
    spark.read.parquet(str(table)).createOrReplaceTempView(table.stem)
for path in sorted((folder / "pyspark").glob("*.py")):
    job = runpy.run_path(str(path))
    if path.stem == "stream":
        continue
    if path.stem == "frame":
        job["save"](job["sketch"](spark.table("bl")), str(path.with_suffix(".csv")))
        continue
    # As spark-submit runs it, in the session that there is.
    sys.argv = [str(path), str(path.with_suffix(".csv"))]
    runpy.run_path(str(path), run_name="__main__")

job = runpy.run_path(str(folder / "pyspark" / "stream.py"))
(folder / "stream").mkdir()
spark.table("bl").repartition(2).write.parquet(str(folder / "parts"))


def add(frame, number):
    job["save"](job["sketch"](frame), str(folder / "stream" / f"{number}.csv"))


stream = spark.readStream.schema(spark.table("bl").schema).option("maxFilesPerTrigger", 1)
query = stream.parquet(str(folder / "parts")).writeStream.foreachBatch(add)
query.option("checkpointLocation", str(folder / "checkpoint")).trigger(availableNow=True).start().awaitTermination()
spark.stop()
