-- Known: at least 30 percent for certain, or under 30 percent even if every doubtful word counted.
select
    cell,
    '' as part,
    sum(case when weight_certain >= 30 then 1 else 0 end) as numerator,
    sum(case when weight_certain >= 30 or weight_max < 30 then 1 else 0 end) as denominator,
    1e0 * sum(case when weight_certain >= 30 or weight_max < 30 then 1 else 0 end) / count(*) as coverage,
    1e0 * sum(case when weight_certain >= 30 then 1 else 0 end)
    / nullif(sum(case when weight_certain >= 30 or weight_max < 30 then 1 else 0 end), 0) as value
from lots_in_cells
where is_within
group by cell
