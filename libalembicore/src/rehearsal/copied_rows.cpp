#include "rehearsal/copied_rows.hpp"

#include "catalog/definition.hpp"
#include "postgres/copy_field.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace alembicore::rehearsal {

namespace {

template <typename Names, typename Render>
std::string joined(Names const& names, std::string_view separator, Render const& render) {
    std::string text;
    for (auto const& each : names)
        text += (text.empty() ? "" : std::string{separator}) + render(each);
    return text;
}

/// The rows of a cursor as lines for COPY, some at a time.
class cursor_lines {
public:
    cursor_lines(postgres::connection& from, std::string const& query, std::stop_token stop)
        : from_{from}, stop_{std::move(stop)} {
        from_.execute("DECLARE alembicore_rows NO SCROLL CURSOR FOR " + query, stop_);
    }

    cursor_lines(cursor_lines const&) = delete;
    cursor_lines& operator=(cursor_lines const&) = delete;

    ~cursor_lines() {
        try {
            from_.execute("CLOSE alembicore_rows");
        } catch (...) {
            // It ends with the transaction.
        }
    }

    std::string_view next() {
        auto const answer = from_.execute("FETCH 2000 FROM alembicore_rows", stop_);
        lines_.clear();
        for (std::size_t row = 0; row < answer.row_count(); ++row)
            for (std::size_t column = 0; column < answer.column_count(); ++column) {
                postgres::append_copy_field(lines_, answer.value(row, column));
                lines_ += column + 1 == answer.column_count() ? '\n' : '\t';
            }
        return lines_;
    }

private:
    postgres::connection& from_;
    std::stop_token stop_;
    std::string lines_;
};

bool is_filled_by_server(catalog::column const& one) {
    return one.generated.has_value();
}

std::string deletion_of_orphans(catalog::table const& table, catalog::constraint const& key) {
    auto const filled =
        joined(key.columns, " AND ", [](auto const& each) { return "own." + catalog::quoted(each) + " IS NOT NULL"; });
    std::string equal;
    for (std::size_t at = 0; at < key.columns.size(); ++at)
        equal += (at == 0 ? "" : " AND ") + ("own." + catalog::quoted(key.columns[at])) + " = other." +
                 catalog::quoted(key.reference->columns.at(at));
    return "DELETE FROM ONLY " + catalog::quoted(table.name) + " AS own WHERE " + filled +
           " AND NOT EXISTS (SELECT FROM " + catalog::quoted(key.reference->table) + " AS other WHERE " + equal + ')';
}

} // namespace

void copy_rows(
    postgres::connection& from,
    postgres::connection& to,
    catalog::table const& table,
    std::optional<std::size_t> most,
    std::stop_token const& stop
) {
    std::vector<std::string> names;
    for (auto const& each : table.columns)
        if (!is_filled_by_server(each))
            names.push_back(each.name);
    if (table.kind != catalog::table_kind::ordinary || names.empty())
        return;
    auto const list = joined(names, ", ", [](auto const& each) { return catalog::quoted(each); });
    auto query = "SELECT " + list + " FROM ONLY " + catalog::quoted(table.name);
    if (most)
        query += " LIMIT " + std::to_string(*most);
    cursor_lines lines{from, query, stop};
    to.copy_in(
        "COPY " + catalog::quoted(table.name) + " (" + list + ") FROM STDIN", [&] { return lines.next(); }, stop
    );
}

void delete_orphans(postgres::connection& in, catalog::snapshot const& schema, std::stop_token const& stop) {
    for (bool changed = true; changed;) {
        changed = false;
        for (auto const& table : schema.tables) {
            if (table.kind != catalog::table_kind::ordinary)
                continue;
            for (auto const& key : table.constraints)
                if (key.kind == catalog::constraint_kind::foreign_key && key.reference)
                    changed = in.execute(deletion_of_orphans(table, key), stop).affected() != 0 || changed;
        }
    }
}

void copy_sequence_values(
    postgres::connection& from, postgres::connection& to, catalog::snapshot const& schema, std::stop_token const& stop
) {
    for (auto const& each : schema.sequences) {
        auto const answer = from.execute("SELECT last_value, is_called FROM " + catalog::quoted(each.name), stop);
        to.execute(
            "SELECT pg_catalog.setval($1::pg_catalog.regclass, $2::bigint, $3::boolean)",
            {catalog::quoted(each.name),
             std::string{answer.value(0, 0).value()},
             std::string{answer.value(0, 1).value()}},
            stop
        );
    }
}

} // namespace alembicore::rehearsal
