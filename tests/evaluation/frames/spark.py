"""One Spark session for the tests, on this machine, where there is a Java that Spark runs on."""

from __future__ import annotations

import os
import shutil
import subprocess
from functools import lru_cache
from typing import Any

import pytest

MARKS = (pytest.mark.spark, pytest.mark.slow, pytest.mark.xdist_group("spark"))
"""Of every test that starts Spark: all of them run in one process, and so on one session."""

LONG_MARKS = (*MARKS, pytest.mark.long)
"""Of what `make spark` runs and `make test`, which has the conformance suite on Spark, does not."""


def has_java() -> bool:
    """Whether Spark would start: it needs Java 17 or newer."""
    java = shutil.which("java", path=f"{os.environ.get('JAVA_HOME', '')}/bin{os.pathsep}{os.environ.get('PATH', '')}")
    if java is None:
        return False
    said = subprocess.run([java, "-version"], capture_output=True, text=True, check=False).stderr
    version = said.partition('"')[2].partition(".")[0]
    return version.isdigit() and int(version) >= 17


@lru_cache(maxsize=1)
def session() -> Any:
    """The session; started when first asked for."""
    from pyspark.sql import SparkSession

    settings = {
        "spark.ui.enabled": "false",
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.sql.session.timeZone": "UTC",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        # The expressions are many and run once: compiling them takes longer than running them.
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    }
    builder = SparkSession.builder.master("local[1]").appName("accsyn tests")
    for name, value in settings.items():
        builder = builder.config(name, value)
    started = builder.getOrCreate()
    started.sparkContext.setLogLevel("ERROR")
    return started
