-- Which VMs have the worst stops: those that reached half of the timeout most often, then the longest.
-- `atLeast` counts stops that may have lasted longer, `unverified` those in or behind damage.
WITH stops AS (
  FROM read_parquet('stops/*.parquet', union_by_name = true, filename = true)
  -- A stop that stands in several files counts once, as the last file tells it.
  QUALIFY row_number() OVER (PARTITION BY id ORDER BY filename DESC, vmPath) = 1
)
SELECT
  vm,
  count(*) AS stops,
  count(*) FILTER (level IN ('over-half', 'near-full', 'over-full')) AS overHalf,
  max(durationUs) AS longestUs,
  sum(durationUs) AS totalUs,
  count(*) FILTER (atLeast) AS atLeast,
  count(*) FILTER (NOT verified) AS unverified
FROM stops
GROUP BY vm
ORDER BY overHalf DESC, longestUs DESC, vm;
