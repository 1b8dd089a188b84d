-- Known: every criterion stands in the notice or was read in its documents, has a type, and none is doubtfully environmental.
with

population as (
    select
        cell,
        case when criteria > 0 and not is_hidden and unclear_criteria = 0 then 1 else 0 end as is_seen,
        case when price_criteria = criteria then 1 else 0 end as is_price_only
    from lots_in_cells
    where is_within
)

select
    cell,
    '' as part,
    sum(is_seen * is_price_only) as numerator,
    sum(is_seen) as denominator,
    1e0 * sum(is_seen) / count(*) as coverage,
    1e0 * sum(is_seen * is_price_only) / nullif(sum(is_seen), 0) as value
from population
group by cell
