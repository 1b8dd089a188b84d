-- Concerned: lots whose notice points to the documents, or whose documents were brought. Compared: both sides say
-- something of criteria or the environment.
with

population as (
    select
        cell,
        case when documents_read then 1 else 0 end as is_read,
        case when documents_read and agrees is not null then 1 else 0 end as is_compared,
        case when documents_read and agrees then 1 else 0 end as is_agreed
    from lots_in_cells
    where is_within and (in_documents or has_documents)
)

select
    cell,
    '' as part,
    sum(is_agreed) as numerator,
    sum(is_compared) as denominator,
    1e0 * sum(is_read) / count(*) as coverage,
    1e0 * sum(is_agreed) / nullif(sum(is_compared), 0) as value
from population
group by cell
