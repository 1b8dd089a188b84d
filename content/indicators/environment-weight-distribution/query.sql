-- The same lots as environment-weight-share, by class of the certain weight, and the weight in the middle.
with

population as (
    select
        cell,
        case when weight_certain >= 30 or weight_max < 30 then weight_certain end as weight
    from lots_in_cells
    where is_within
),

whole as (
    select cell, count(weight) as seen, 1e0 * count(weight) / count(*) as coverage
    from population
    group by cell
),

weighed as (
    select cell, weight, count(*) as lots
    from population
    where weight is not null
    group by cell, weight
),

classed as (
    select
        cell,
        lots,
        case
            when weight <= 0 then 'none'
            when weight < 10 then 'under-10'
            when weight < 20 then 'from-10'
            when weight < 30 then 'from-20'
            when weight < 40 then 'from-30'
            else 'from-40'
        end as part
    from weighed
),

counted as (
    select cell, part, sum(lots) as lots from classed group by cell, part
),

parts as (
    select *
    from (values ('none'), ('under-10'), ('from-10'), ('from-20'), ('from-30'), ('from-40')) as listed (part)
),

-- How many lots weigh this much or less: one row per weight, so that the middle is found without sorting lots.
climbing as (
    select
        cell,
        weight,
        lots,
        sum(lots) over (partition by cell order by weight) as so_far,
        sum(lots) over (partition by cell) as seen
    from weighed
),

-- The middle lot, or the mean of the two middle lots where their number is even.
middle as (
    select
        cell,
        (min(case when 2 * so_far >= seen then weight end) + min(case when 2 * so_far > seen then weight end)) / 2e0
            as median
    from climbing
    group by cell
),

at_most as (
    select c.cell, sum(c.lots) as lots
    from climbing as c
    inner join middle as m on m.cell = c.cell
    where c.weight <= m.median
    group by c.cell
)

select
    w.cell,
    p.part,
    coalesce(c.lots, 0) as numerator,
    w.seen as denominator,
    w.coverage,
    1e0 * coalesce(c.lots, 0) / nullif(w.seen, 0) as value
from whole as w
cross join parts as p
left join counted as c on c.cell = w.cell and c.part = p.part
union all
select
    w.cell,
    'median' as part,
    coalesce(a.lots, 0) as numerator,
    w.seen as denominator,
    w.coverage,
    m.median as value
from whole as w
left join middle as m on m.cell = w.cell
left join at_most as a on a.cell = w.cell
