-- Known: the notice either states criteria or points to the documents for them. Nothing said is unknown. Whether the
-- documents were read afterwards changes nothing here: the question is what the notice shows.
select
    cell,
    '' as part,
    sum(case when in_documents then 1 else 0 end) as numerator,
    sum(case when in_documents or notice_criteria > 0 then 1 else 0 end) as denominator,
    1e0 * sum(case when in_documents or notice_criteria > 0 then 1 else 0 end) / count(*) as coverage,
    1e0 * sum(case when in_documents then 1 else 0 end)
    / nullif(sum(case when in_documents or notice_criteria > 0 then 1 else 0 end), 0) as value
from lots_in_cells
where is_within
group by cell
