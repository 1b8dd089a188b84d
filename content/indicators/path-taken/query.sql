-- Every lot that the rule binds stands in exactly one part: the parts of a cell add up to its lots.
with

path as (
    select
        cell,
        case outcome
            when 'MET_WEIGHT' then 'weight'
            when 'MET_RANK' then 'rank'
            when 'MET_SPEC' then 'spec'
            when 'MET_COMBINATION' then 'combination'
            when 'EXEMPT_CLAIMED' then 'exempt'
            when 'SHOULD_NOT_MET' then 'should-not-met'
            when 'REASONS_MISSING' then 'reasons-missing'
            when 'POSSIBLE_BREACH' then 'possible-breach'
            when 'MANUAL_REVIEW' then 'manual-review'
            when 'INVALID_CODE_FOR_DATE' then 'invalid-code'
            when 'DUTY_APPLIES' then 'duty-applies'
            when 'DUTY_DECLARED' then 'duty-applies'
            else 'unknown'
        end as part
    from lots_in_cells
    where is_bound
),

counted as (
    select cell, part, count(*) as lots from path group by cell, part
),

whole as (
    select cell, sum(lots) as lots, sum(case when part = 'unknown' then 0 else lots end) as seen
    from counted
    group by cell
),

parts as (
    select *
    from (
        values
        ('weight'), ('rank'), ('spec'), ('combination'), ('exempt'), ('should-not-met'), ('reasons-missing'),
        ('possible-breach'), ('manual-review'), ('invalid-code'), ('duty-applies'), ('unknown')
    ) as listed (part)
)

select
    w.cell,
    p.part,
    coalesce(c.lots, 0) as numerator,
    w.lots as denominator,
    1e0 * w.seen / w.lots as coverage,
    1e0 * coalesce(c.lots, 0) / w.lots as value
from whole as w
cross join parts as p
left join counted as c on c.cell = w.cell and c.part = p.part
