// What the server does by itself when somebody reads or writes a table: triggers and row-level security.
#include "catalog/reading.hpp"

namespace alembicore::catalog {

namespace {

constexpr char const* triggers = R"(
SELECT t.tgrelid, t.tgname, pg_get_triggerdef(t.oid),
       CASE t.tgenabled WHEN 'O' THEN 'origin' WHEN 'A' THEN 'always' WHEN 'R' THEN 'replica' ELSE 'disabled' END,
       obj_description(t.oid, 'pg_trigger')
FROM pg_trigger t
JOIN relations r ON r.oid = t.tgrelid
WHERE NOT t.tgisinternal AND coalesce(to_jsonb(t) ->> 'tgparentid', '0') = '0'
ORDER BY t.tgrelid, t.tgname)";

constexpr char const* policies = R"(
SELECT p.polrelid, p.polname,
       CASE p.polcmd WHEN 'r' THEN 'SELECT' WHEN 'a' THEN 'INSERT' WHEN 'w' THEN 'UPDATE' WHEN 'd' THEN 'DELETE' ELSE 'ALL' END,
       p.polpermissive,
       (SELECT json_agg(CASE WHEN role = 0 THEN 'public' ELSE pg_get_userbyid(role) END ORDER BY 1)
        FROM unnest(p.polroles) AS all_roles (role)),
       pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid)
FROM pg_policy p
JOIN relations r ON r.oid = p.polrelid
ORDER BY p.polrelid, p.polname)";

trigger trigger_in(row& from) {
    trigger read;
    read.name = from.text();
    read.definition = from.text();
    read.enabled = from.text();
    read.comment = from.optional_text();
    return read;
}

policy policy_in(row& from) {
    policy read;
    read.name = from.text();
    read.command = from.text();
    read.permissive = from.flag();
    read.roles = from.texts();
    read.condition = from.optional_text();
    read.check_condition = from.optional_text();
    return read;
}

} // namespace

void read_rules(reading& from) {
    if (from.has(kind::trigger))
        from.each_part(triggers, [](relation_parts const& to, row& next) { to.triggers->push_back(trigger_in(next)); });
    if (from.has(kind::policy))
        from.each_part(policies, [](relation_parts const& to, row& next) { to.policies->push_back(policy_in(next)); });
}

} // namespace alembicore::catalog
