#include "project/begun_statement.hpp"

#include "parse/statements.hpp"
#include "project/tree_text.hpp"

#include <alembicore/error.hpp>

namespace alembicore::project_half_done {

namespace {

traces traces_of_index(postgres::connection& in, json::object const& made) {
    auto const& table = object_in(made, "relation");
    auto const name = text_of(made, "idxname");
    if (name.empty() || table.empty())
        return {};
    auto const found = in.execute(
        "SELECT i.indisvalid, pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) "
        "FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid "
        "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
        "WHERE c.relname = $1 AND i.indrelid = pg_catalog.to_regclass($2)",
        {name, relation_name(table)}
    );
    if (found.row_count() == 0)
        return {.became = fate::not_done, .leftover = {}};
    if (found.value(0, 0) == "t")
        return {.became = fate::done, .leftover = {}};
    return {.became = fate::not_done, .leftover = std::string{found.value(0, 1).value_or("")}};
}

traces traces_of_label(postgres::connection& in, json::object const& added) {
    auto const names = names_in(added, "typeName");
    auto const label = text_of(added, "newVal");
    if (names.empty() || names.size() > 2 || label.empty() || !text_of(added, "oldVal").empty())
        return {};
    auto const type = qualified(names.size() == 2 ? names.front() : std::string{}, names.back());
    auto const found = in.execute(
        "SELECT FROM pg_catalog.pg_enum WHERE enumtypid = pg_catalog.to_regtype($1) AND enumlabel = $2", {type, label}
    );
    return {.became = found.row_count() > 0 ? fate::done : fate::not_done, .leftover = {}};
}

/// What DROP INDEX has begun is done when the index is gone; a concurrent one may leave it INVALID.
traces traces_of_drop(postgres::connection& in, json::object const& dropped) {
    auto const& objects = list_in(dropped, "objects");
    if (text_of(dropped, "removeType") != "OBJECT_INDEX" || objects.size() != 1 || !objects.front().is_object())
        return {};
    auto const parts = names_in(object_in(objects.front().as_object(), "List"), "items");
    if (parts.empty() || parts.size() > 2)
        return {};
    auto const found = in.execute(
        "SELECT pg_catalog.to_regclass($1) IS NULL",
        {qualified(parts.size() == 2 ? parts.front() : std::string{}, parts.back())}
    );
    return {.became = found.value(0, 0) == "t" ? fate::done : fate::not_done, .leftover = {}};
}

} // namespace

traces traces_of(postgres::connection& in, std::string const& statement) {
    std::vector<parse::statement> parsed;
    try {
        parsed = parse::parse_statements(statement);
    } catch (error const&) {
        return {}; // no grammar at hand, or a newer server's SQL
    }
    if (parsed.size() != 1)
        return {};
    if (parsed.front().kind == "IndexStmt")
        return traces_of_index(in, parsed.front().tree);
    if (parsed.front().kind == "DropStmt")
        return traces_of_drop(in, parsed.front().tree);
    if (parsed.front().kind == "AlterEnumStmt")
        return traces_of_label(in, parsed.front().tree);
    return {};
}

} // namespace alembicore::project_half_done
