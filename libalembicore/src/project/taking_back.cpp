#include "project/taking_back.hpp"

#include "parse/statements.hpp"
#include "project/tree_text.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

namespace alembicore::project_half_done {

namespace {

/// What cannot be taken back, as a clause about the statement.
struct no_way_back {
    std::string why;
};

using undoing = std::vector<undo_statement>;

constexpr char const* was_there = "what it would have made may have been there before";

/// Whether the server knows the name: `to_regclass('…')` and the like.
bool is_there(postgres::connection& in, std::string_view function, std::string const& name) {
    auto const found = in.execute("SELECT pg_catalog." + std::string{function} + "($1) IS NOT NULL", {name});
    return found.value(0, 0) == "t";
}

bool answers_true(postgres::connection& in, std::string const& question) {
    return in.execute(question).value(0, 0) == "t";
}

undoing
drop_where_there(postgres::connection& in, std::string_view function, std::string_view what, std::string const& name) {
    if (!is_there(in, function, name))
        return {};
    return {{.text = "DROP " + std::string{what} + " " + name, .outside = false}};
}

undoing without_index(postgres::connection& in, json::object const& made) {
    auto const name = text_of(made, "idxname");
    if (name.empty())
        throw no_way_back{"the server has chosen the name of its index"};
    if (is_set(made, "if_not_exists"))
        throw no_way_back{was_there};
    auto const& table = object_in(made, "relation");
    auto const found = in.execute(
        "SELECT pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) "
        "FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid "
        "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace "
        "WHERE c.relname = $1 AND i.indrelid = pg_catalog.to_regclass($2)",
        {name, relation_name(table)}
    );
    if (found.row_count() == 0)
        return {};
    bool const outside = is_set(made, "concurrent");
    std::string const index{found.value(0, 0).value_or("")};
    return {{.text = (outside ? "DROP INDEX CONCURRENTLY " : "DROP INDEX ") + index, .outside = outside}};
}

undoing without_table(postgres::connection& in, json::object const& made) {
    if (is_set(made, "if_not_exists"))
        throw no_way_back{was_there};
    auto const name = relation_name(object_in(made, "relation"));
    if (!is_there(in, "to_regclass", name))
        return {};
    if (answers_true(in, "SELECT EXISTS (SELECT FROM " + name + ")"))
        throw no_way_back{"the table " + name + " has rows"};
    return {{.text = "DROP TABLE " + name, .outside = false}};
}

/// A value that is neither missing nor the default is somebody's.
bool has_values(postgres::connection& in, std::string const& table, std::string const& column) {
    auto const found = in.execute(
        "SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid) FROM pg_catalog.pg_attribute AS a "
        "JOIN pg_catalog.pg_attrdef AS d ON d.adrelid = a.attrelid AND d.adnum = a.attnum "
        "WHERE a.attrelid = pg_catalog.to_regclass($1) AND a.attname = $2",
        {table, column}
    );
    std::string const otherwise{found.row_count() == 0 ? "NULL" : found.value(0, 0).value_or("NULL")};
    auto const quoted = postgres::quote_name(column);
    return answers_true(
        in,
        "SELECT EXISTS (SELECT FROM " + table + " WHERE " + quoted + " IS NOT NULL AND " + quoted +
            " IS DISTINCT FROM (" + otherwise + "))"
    );
}

bool has_column(postgres::connection& in, std::string const& table, std::string const& column) {
    return in.execute(
                 "SELECT FROM pg_catalog.pg_attribute WHERE attrelid = pg_catalog.to_regclass($1) AND attname = $2 "
                 "AND NOT attisdropped",
                 {table, column}
           )
               .row_count() > 0;
}

bool has_constraint(postgres::connection& in, std::string const& table, std::string const& name) {
    return in.execute(
                 "SELECT FROM pg_catalog.pg_constraint WHERE conrelid = pg_catalog.to_regclass($1) AND conname = $2",
                 {table, name}
           )
               .row_count() > 0;
}

undoing without_column(postgres::connection& in, std::string const& table, json::object const& command) {
    if (is_set(command, "missing_ok"))
        throw no_way_back{was_there};
    auto const column = text_of(object_in(object_in(command, "def"), "ColumnDef"), "colname");
    if (!has_column(in, table, column))
        return {};
    if (has_values(in, table, column))
        throw no_way_back{"the column " + column + " of " + table + " has values"};
    return {{.text = "ALTER TABLE " + table + " DROP COLUMN " + postgres::quote_name(column), .outside = false}};
}

undoing without_constraint(postgres::connection& in, std::string const& table, json::object const& command) {
    auto const& constraint = object_in(object_in(command, "def"), "Constraint");
    auto const name = text_of(constraint, "conname");
    if (name.empty())
        throw no_way_back{"the server has chosen the name of its constraint"};
    if (!text_of(constraint, "indexname").empty())
        throw no_way_back{"the constraint took over an index, which would go with it"};
    if (!has_constraint(in, table, name))
        return {};
    return {{.text = "ALTER TABLE " + table + " DROP CONSTRAINT " + postgres::quote_name(name), .outside = false}};
}

undoing without_alteration(postgres::connection& in, json::object const& made) {
    if (text_of(made, "objtype") != "OBJECT_TABLE" || is_set(made, "missing_ok"))
        throw no_way_back{"what was so before is not known"};
    auto const table = relation_name(object_in(made, "relation"));
    undoing all;
    auto const& commands = list_in(made, "cmds");
    for (auto const& each : commands) {
        auto const& command = object_in(each.as_object(), "AlterTableCmd");
        auto const kind = text_of(command, "subtype");
        if (kind != "AT_AddColumn" && kind != "AT_AddConstraint")
            throw no_way_back{"what was so before is not known"};
        auto one = kind == "AT_AddColumn" ? without_column(in, table, command) : without_constraint(in, table, command);
        all.insert(all.begin(), one.begin(), one.end());
    }
    return all;
}

std::string name_in(json::object const& made, char const* list) {
    auto const names = names_in(made, list);
    if (names.empty() || names.size() > 2)
        throw no_way_back{"its name is not understood"};
    return qualified(names.size() == 2 ? names.front() : std::string{}, names.back());
}

/// Nothing of these is in the schema afterwards.
constexpr std::array without_trace{"VacuumStmt", "ReindexStmt", "VariableSetStmt", "CheckPointStmt", "LockStmt"};

undoing undoing_of(postgres::connection& in, parse::statement const& one) {
    auto const& tree = one.tree;
    if (std::ranges::find(without_trace, one.kind) != without_trace.end())
        return {};
    if (one.kind == "IndexStmt")
        return without_index(in, tree);
    if (one.kind == "CreateStmt")
        return without_table(in, tree);
    if (one.kind == "AlterTableStmt")
        return without_alteration(in, tree);
    if (one.kind == "CreateEnumStmt")
        return drop_where_there(in, "to_regtype", "TYPE", name_in(tree, "typeName"));
    if (one.kind == "CreateSeqStmt" && !is_set(tree, "if_not_exists"))
        return drop_where_there(in, "to_regclass", "SEQUENCE", relation_name(object_in(tree, "sequence")));
    if (one.kind == "ViewStmt" && !is_set(tree, "replace"))
        return drop_where_there(in, "to_regclass", "VIEW", relation_name(object_in(tree, "view")));
    if (one.kind == "AlterEnumStmt")
        throw no_way_back{"PostgreSQL cannot take a label out of a type"};
    if (one.kind == "InsertStmt" || one.kind == "UpdateStmt" || one.kind == "DeleteStmt")
        throw no_way_back{"the rows as they were are not known"};
    throw no_way_back{"what was so before is not known"};
}

undoing undoing_of(postgres::connection& in, std::string const& text) {
    undoing all;
    for (auto const& each : parse::parse_statements(text)) {
        auto one = undoing_of(in, each);
        all.insert(all.begin(), one.begin(), one.end());
    }
    return all;
}

} // namespace

taking_back
take_back(postgres::connection& in, std::vector<std::string> const& permanent, std::string const& leftover) {
    taking_back made;
    if (!leftover.empty())
        made.statements.push_back({.text = "DROP INDEX CONCURRENTLY " + leftover, .outside = true});
    for (auto each = permanent.rbegin(); each != permanent.rend(); ++each)
        try {
            for (auto& one : undoing_of(in, *each))
                made.statements.push_back(std::move(one));
        } catch (no_way_back const& reason) {
            made.obstacle = reason.why + ": " + *each;
            return made;
        } catch (error const& failure) {
            if (!in.usable())
                throw;
            made.obstacle = failure.info().message + ": " + *each;
            return made;
        }
    return made;
}

} // namespace alembicore::project_half_done
