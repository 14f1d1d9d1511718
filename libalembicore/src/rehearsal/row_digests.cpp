#include "rehearsal/row_digests.hpp"

#include "catalog/definition.hpp"

#include <set>

namespace alembicore::rehearsal {

std::map<std::string, std::string>
row_digests(postgres::connection& in, catalog::snapshot const& schema, std::stop_token const& stop) {
    std::map<std::string, std::string> made;
    auto const note = [&](catalog::name const& name, std::string const& query) {
        made.emplace(catalog::quoted(name), in.execute(query, stop).first_column().at(0));
    };
    for (auto const& each : schema.tables)
        if (each.kind == catalog::table_kind::ordinary)
            note(
                each.name,
                "SELECT count(*) || ' ' || md5(coalesce(string_agg(r, E'\\n' ORDER BY r), '')) FROM (SELECT "
                "to_jsonb(t)::text COLLATE \"C\" AS r FROM ONLY " +
                    catalog::always_quoted(each.name) + " AS t) AS rows"
            );
    for (auto const& each : schema.sequences)
        note(each.name, "SELECT last_value || ' ' || is_called FROM " + catalog::always_quoted(each.name));
    return made;
}

std::vector<std::string>
differing(std::map<std::string, std::string> const& one, std::map<std::string, std::string> const& other) {
    std::set<std::string> names;
    for (auto const& [name, text] : one)
        if (auto const found = other.find(name); found == other.end() || found->second != text)
            names.insert(name);
    for (auto const& [name, text] : other)
        if (!one.contains(name))
            names.insert(name);
    return {names.begin(), names.end()};
}

} // namespace alembicore::rehearsal
