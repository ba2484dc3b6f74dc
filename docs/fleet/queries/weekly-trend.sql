-- Whether stops become more or longer: each week from Monday, in UTC. Stops without a time are in the week 'unknown'.
WITH stops AS (
  FROM read_parquet('stops/*.parquet', union_by_name = true, filename = true)
  -- A stop that stands in several files counts once, as the last file tells it.
  QUALIFY row_number() OVER (PARTITION BY id ORDER BY filename DESC, vmPath) = 1
)
SELECT
  coalesce(strftime(date_trunc('week', endedAt AT TIME ZONE 'UTC'), '%Y-%m-%d'), 'unknown') AS week,
  count(*) AS stops,
  quantile_disc(durationUs, 0.5) AS p50Us,
  quantile_disc(durationUs, 0.95) AS p95Us,
  max(durationUs) AS longestUs,
  count(*) FILTER (level IN ('over-half', 'near-full', 'over-full')) AS overHalf
FROM stops
GROUP BY week
ORDER BY week;
