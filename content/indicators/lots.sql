-- The lots that every indicator counts: one row per lot.
--
-- Counted: the newest version of each Norwegian notice that opens a competition. Left out: planning notices, award
-- notices (their lots were counted when they were announced), changes that a newer version has replaced, lot groups.
-- A lot is dated by the day its rule was chosen by (judged_on), which for a change is the first version's day.
--
-- Criteria that stand in the documents only (source = document) take the place of the notice's where it states none;
-- what the notice says itself is counted beside them.
--
-- Reads the store's tables notice, lot, criterion, finding, document and document_lot, and `regions` (NUTS codes that mean one county). Runs
-- on DuckDB and Spark alike: see docs/how-it-works/monitor.md before using anything cleverer than what stands here.
with

competition as (
    select
        notice_id,
        coalesce(is_demo, false) as is_demo,
        coalesce(judged_on, announced) as day,
        coalesce(cpv, '') as cpv,
        coalesce(profile, 'none') as profile,
        buyer_nuts
    from notice
    -- A notice that names no country is Norwegian when it follows a Norwegian profile, as the law reads it too.
    where
        is_latest and form_type = 'competition'
        and (
            country in ('NOR', 'SJM')
            or (coalesce(country, '') = '' and coalesce(profile, 'none') <> 'none')
        )
),

-- Lots whose criteria were read in the documents.
found as (
    select distinct notice_id, lot_id from criterion where source = 'document'
),

-- Each criterion read for what it is; statements that stand in a criterion's place are counted apart.
reading as (
    select
        c.notice_id,
        c.lot_id,
        coalesce(c.type_code, '') as type_code,
        coalesce(c.is_statement, false) as is_statement,
        coalesce(c.environment, 'none') as environment,
        coalesce(c.environment_scope, '') as environment_scope,
        -- A topic is what the text itself names; a code without words leaves it empty.
        coalesce(c.topic, '') as topic,
        coalesce(c.source, 'notice') = 'document' as is_read,
        -- Where the documents' criteria are read, a criterion of the notice only points to them.
        not coalesce(c.is_statement, false) and (c.source = 'document' or f.lot_id is null) as is_criterion
    from criterion as c
    inner join competition as n on n.notice_id = c.notice_id
    left join found as f on f.notice_id = c.notice_id and f.lot_id = c.lot_id
),

stated as (
    select
        notice_id,
        lot_id,
        sum(case when is_criterion then 1 else 0 end) as criteria,
        sum(case when is_read or is_statement then 0 else 1 end) as notice_criteria,
        sum(case when is_statement then 1 else 0 end) as statements,
        sum(case when is_criterion and type_code in ('price', 'cost') and environment = 'none' then 1 else 0 end)
            as price_criteria,
        sum(case when is_criterion and (type_code in ('', 'unpublished') or environment = 'doubtful') then 1 else 0 end)
            as unclear_criteria,
        max(case when type_code = 'quality-nor-env-criteria' then 1 else 0 end) as has_code,
        max(case when not is_statement and not is_read and environment = 'certain' and topic <> '' then 1 else 0 end)
            as says,
        max(case when not is_statement and not is_read and environment = 'doubtful' then 1 else 0 end) as may_say,
        -- How plainly the words show what is asked for: 1 a code or general words, 2 a named topic inside a wider
        -- criterion, 3 a criterion of its own on a named topic.
        max(
            case
                when not is_criterion or environment <> 'certain' then 0
                when topic in ('', 'generic', 'management-system') then 1
                when environment_scope = 'part' then 2
                else 3
            end
        ) as level
    from reading
    group by notice_id, lot_id
),

bound_documents as (
    select distinct notice_id from document
),

-- Buyers whom the rule does not bind, as the law's own reading of the notice says.
unbound as (
    select notice_id, lot_id
    from finding
    where
        rule = 'environment.weight' and outcome = 'NOT_APPLICABLE' and rule_version is not null
        and facts like '%"is_bound":false%'
)

select
    row_number() over (order by l.notice_id, l.lot_id) as lot,
    l.notice_id,
    l.lot_id,
    n.is_demo,
    n.day,
    r.county as region_county,
    substr(coalesce(nullif(l.cpv, ''), n.cpv), 1, 2) as division,
    coalesce(f.outcome, 'UNKNOWN') as outcome,
    coalesce(f.ground, '') as ground,
    coalesce(f.rule_version, '') as rule_version,
    f.weight_environment_certain as weight_certain,
    f.weight_environment_max as weight_max,
    coalesce(s.criteria, 0) as criteria,
    coalesce(s.notice_criteria, 0) as notice_criteria,
    coalesce(s.statements, 0) as statements,
    coalesce(s.price_criteria, 0) as price_criteria,
    coalesce(s.unclear_criteria, 0) as unclear_criteria,
    -- The notice's own word, whether or not the documents were read; hidden where they were not.
    coalesce(l.criteria_in_documents, false) as in_documents,
    coalesce(l.criteria_in_documents, false) and coalesce(d.criteria, 0) = 0 as is_hidden,
    b.notice_id is not null as has_documents,
    d.lot_id is not null as documents_read,
    d.agrees,
    coalesce(d.reasons, 'none') = 'given' as gives_reasons,
    coalesce(array_contains(l.strategic, 'env-imp'), false) or coalesce(s.has_code, 0) = 1 as declares,
    coalesce(s.says, 0) = 1 as says,
    coalesce(s.may_say, 0) = 1 as may_say,
    n.profile = 'none' as has_lost_codes,
    coalesce(s.level, 0) as level,
    -- Does the climate and environment rule bind this lot?
    coalesce(f.outcome, 'UNKNOWN') not in ('NOT_APPLICABLE', 'OUTSIDE_ACT') as is_bound,
    -- Is it a bound buyer's purchase under the Act, whatever the rule of its day asked? Wider than is_bound: the rule
    -- of 2017 did not apply to lots without an environmental criterion, but they show how much environment weighed.
    coalesce(f.outcome, 'UNKNOWN') <> 'OUTSIDE_ACT'
    and not (coalesce(f.outcome, 'UNKNOWN') = 'NOT_APPLICABLE' and f.rule_version is null)
    and u.lot_id is null as is_within
from lot as l
inner join competition as n on n.notice_id = l.notice_id
-- A region that spans several of today's counties has no row here, and the lot no county of its own.
left join regions as r
    on r.region = n.buyer_nuts and (r.since is null or n.day >= r.since) and (r.until is null or n.day <= r.until)
left join stated as s on s.notice_id = l.notice_id and s.lot_id = l.lot_id
left join finding as f
    on f.notice_id = l.notice_id and f.lot_id = l.lot_id and f.rule = 'environment.weight' and f.position = 0
left join bound_documents as b on b.notice_id = l.notice_id
left join document_lot as d on d.notice_id = l.notice_id and d.lot_id = l.lot_id
left join unbound as u on u.notice_id = l.notice_id and u.lot_id = l.lot_id
where l.kind = 'lot'
