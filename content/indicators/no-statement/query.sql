-- Lots that took neither the road of weight nor that of rank must say why: a statement on requirements or exemption,
-- or reasons that were read in the documents.
with

population as (
    select
        cell,
        case
            when outcome in ('UNKNOWN', 'NOT_COLLECTABLE', 'MANUAL_REVIEW', 'INVALID_CODE_FOR_DATE') then 0
            else 1
        end as is_judged,
        case
            when outcome in ('MET_SPEC', 'MET_COMBINATION', 'EXEMPT_CLAIMED', 'REASONS_MISSING', 'POSSIBLE_BREACH') then 1
            else 0
        end as needs_statement,
        case when statements = 0 and not gives_reasons then 1 else 0 end as is_silent
    from lots_in_cells
    where is_bound and outcome not in ('DUTY_APPLIES', 'DUTY_DECLARED') and day >= date '2024-01-01'
)

select
    cell,
    '' as part,
    sum(needs_statement * is_silent) as numerator,
    sum(needs_statement) as denominator,
    1e0 * sum(is_judged) / count(*) as coverage,
    1e0 * sum(needs_statement * is_silent) / nullif(sum(needs_statement), 0) as value
from population
group by cell
