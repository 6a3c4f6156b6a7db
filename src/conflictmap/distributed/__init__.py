"""The pipeline's heavy steps over several processes or machines, by Dask: names resolved, points joined, counts by month.
Nothing here decides anything: every answer is that of `places`, row for row. Needs the extra `distributed`."""
