-- Which datastores have the worst stops. A path that names no datastore is 'unknown': the log was copied out of its folder.
WITH stops AS (
  FROM read_parquet('stops/*.parquet', union_by_name = true, filename = true)
  -- A stop that stands in several files counts once, as the last file tells it.
  QUALIFY row_number() OVER (PARTITION BY id ORDER BY filename DESC, vmPath) = 1
)
SELECT
  coalesce(nullif(regexp_extract(vmPath, '(?:^|[/\\])vmfs[/\\]volumes[/\\]([^/\\]+)', 1), ''), 'unknown') AS datastore,
  count(DISTINCT vm) AS vms,
  count(*) AS stops,
  count(*) FILTER (level IN ('over-half', 'near-full', 'over-full')) AS overHalf,
  quantile_disc(durationUs, 0.95) AS p95Us,
  max(durationUs) AS longestUs
FROM stops
GROUP BY datastore
ORDER BY overHalf DESC, longestUs DESC, datastore;
