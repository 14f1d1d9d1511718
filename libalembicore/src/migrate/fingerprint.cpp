#include "migrate/fingerprint.hpp"

#include "catalog/reading.hpp"

#include <alembicore/catalog.hpp>

#include <algorithm>

namespace alembicore::migrate {

namespace {

/// Columns of tables, views and indexes; so many are read in some milliseconds.
constexpr int most_columns = 1500;

// Names qualified as for every reading of the catalogue; and rather no fingerprint than a run that waits for it.
constexpr char const* quiet_moment = "SAVEPOINT alembicore_look; SET LOCAL search_path = ''; SET LOCAL jit = off; "
                                     "SET LOCAL lock_timeout = 50; SET LOCAL statement_timeout = 200";

/// Locks and settings go with it.
constexpr char const* end_of_moment = "ROLLBACK TO SAVEPOINT alembicore_look; RELEASE SAVEPOINT alembicore_look";

bool is_small(postgres::connection& in) {
    constexpr int first_of_users = 16384; // of the OIDs
    auto const counted = in.execute(
        "SELECT count(*) <= " + std::to_string(most_columns) +
        " FROM (SELECT FROM pg_catalog.pg_attribute WHERE "
        "attrelid >= " +
        std::to_string(first_of_users) + " AND attnum > 0 LIMIT " + std::to_string(most_columns + 1) + ") AS counted"
    );
    return counted.value(0, 0) == "t";
}

/// Where its name is not qualified, the search path has decided which one it is: by its name alone it is left out.
bool is_version_table(catalog::name const& name, version_table const& table) {
    return name.object == table.name.name.text && (!table.name.schema || name.schema == table.name.schema->text);
}

std::string fingerprint_without(catalog::snapshot read, version_table const& table) {
    std::erase_if(read.tables, [&](catalog::table const& each) { return is_version_table(each.name, table); });
    return catalog::fingerprint(read);
}

} // namespace

std::string fingerprint_of_schema(postgres::connection& in, version_table const& table, std::stop_token const& stop) {
    if (!is_small(in))
        return {};
    in.execute(quiet_moment);
    std::string taken;
    try {
        catalog::reading queries{in, {}, stop};
        taken = fingerprint_without(catalog::read_definitions(queries), table);
    } catch (error const&) {
        if (!in.usable() || stop.stop_requested())
            throw;
    }
    in.execute(end_of_moment);
    return taken;
}

} // namespace alembicore::migrate
