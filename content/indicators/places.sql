-- Where each lot counts: one row per lot, scope and code.
--
-- A lot bought by several bodies counts for each of them, once for each of their counties and kinds, and once for the
-- nation. Demonstration lots have codes of their own (DEMO, DEMO-46, DEMO-municipality), so that they never mix with
-- real ones. What cannot be placed has the code "unknown": the codes of a scope always cover the whole nation.
--
-- Reads `lots` (lots.sql) and the store's tables buyer and body.
with

marked as (
    select lot, notice_id, is_demo, region_county, division, case when is_demo then 'DEMO-' else '' end as mark
    from lots
),

who as (
    select
        l.lot,
        b.orgnr,
        y.kind,
        y.county,
        l.mark,
        case when l.is_demo and not coalesce(y.is_demo, false) then 'DEMO-' else '' end as body_mark
    from marked as l
    inner join buyer as b on b.notice_id = l.notice_id
    left join body as y on y.orgnr = b.orgnr
    where b.orgnr is not null
),

known as (
    select lot, max(kind) as kind, max(county) as county from who group by lot
)

select lot, 'nation' as scope, case when is_demo then 'DEMO' else 'NO' end as code from marked
union all
select distinct lot, 'body' as scope, body_mark || orgnr as code from who
union all
select distinct lot, 'kind' as scope, mark || kind as code from who where kind is not null
union all
select m.lot, 'kind' as scope, m.mark || 'unknown' as code
from marked as m
left join known as k on k.lot = m.lot
where k.kind is null
union all
select distinct lot, 'county' as scope, mark || county as code from who where county is not null
union all
select m.lot, 'county' as scope, m.mark || coalesce(m.region_county, 'unknown') as code
from marked as m
left join known as k on k.lot = m.lot
where k.county is null
union all
select lot, 'cpv' as scope, mark || case when division = '' then 'unknown' else division end as code from marked
