-- One lot's score: level (one, two or three thirds) times weight (30 percent gives 0.6, 50 percent or more gives 1).
-- Seen: the weight could be read, and no requirement in the specification takes the criterion's place.
with

population as (
    select
        cell,
        case
            when weight_certain is null then 0
            when ground in ('spec', 'combination') and outcome <> 'MET_WEIGHT' then 0
            else 1
        end as is_seen,
        level / 3e0 as level,
        case when weight_certain >= 50 then 1e0 when weight_certain > 0 then weight_certain / 50e0 else 0e0 end as weight
    from lots_in_cells
    where is_within and not (outcome = 'EXEMPT_CLAIMED' and ground <> 'spec')
),

whole as (
    select
        cell,
        count(*) as lots,
        sum(is_seen) as seen,
        sum(is_seen * level * weight) as score,
        sum(case when is_seen = 1 and level > 0 and weight > 0 then 1 else 0 end) as with_environment,
        sum(case when is_seen = 1 and level > 0 and weight > 0 then level else 0e0 end) as levels,
        sum(case when is_seen = 1 and level > 0 and weight > 0 then weight else 0e0 end) as weights
    from population
    group by cell
)

select cell, '' as part, score as numerator, lots as denominator, 1e0 * seen / lots as coverage, score / lots as value
from whole
union all
select cell, 'among-seen' as part, score as numerator, seen as denominator, 1e0 * seen / lots as coverage,
    score / nullif(seen, 0) as value
from whole
union all
select cell, 'level' as part, levels as numerator, with_environment as denominator, 1e0 * seen / lots as coverage,
    levels / nullif(with_environment, 0) as value
from whole
union all
select cell, 'weight' as part, weights as numerator, with_environment as denominator, 1e0 * seen / lots as coverage,
    weights / nullif(with_environment, 0) as value
from whole
