-- Lots where a code or the words say environment; undecided ones (doubtful words, reasons in a statement instead of a
-- criterion, a copy without codes) are outside the parts and lower the coverage.
with

compared as (
    select
        cell,
        case
            when notice_criteria = 0 or in_documents then 'unread'
            when declares and says then 'agree'
            when declares and (may_say or statements > 0) then 'unread'
            when declares then 'code-only'
            when says and has_lost_codes then 'unread'
            when says then 'text-only'
            else 'neither'
        end as part
    from lots_in_cells
    where is_within
),

counted as (
    select cell, part, count(*) as lots from compared group by cell, part
),

whole as (
    select
        cell,
        sum(case when part in ('agree', 'code-only', 'text-only') then lots else 0 end) as seen,
        1e0 * sum(case when part = 'unread' then 0 else lots end) / sum(lots) as coverage
    from counted
    group by cell
),

parts as (
    select *
    from (values ('agree'), ('code-only'), ('text-only')) as listed (part)
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
