#include "rehearsal/remedies.hpp"

#include "authoring/difference.hpp"
#include "authoring/directive.hpp"
#include "catalog/part_names.hpp"
#include "rehearsal/replay.hpp"
#include "sql/compiler.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <set>

namespace alembicore::rehearsal {

namespace {

std::set<std::string> odd_parts(sides_apart const& sides) {
    std::set<std::string> parts;
    for (auto const& each : sides.differences)
        if (each.odd == sides.odd)
            parts.insert(each.part);
    return parts;
}

std::vector<sql::statement> statements_of(std::vector<operation::any_operation> const& operations) {
    sql::compiler compiler{sql::audience::server()};
    std::vector<sql::statement> all;
    for (auto const& each : operations)
        for (auto& statement : compiler.render(each))
            all.push_back(std::move(statement));
    return all;
}

/// As a run would: what has to be outside a transaction is.
void run(std::vector<sql::statement> const& statements, postgres::connection& in, std::stop_token const& stop) {
    in.execute("BEGIN");
    for (auto const& each : statements)
        if (each.kind == sql::statement_kind::leave_transaction)
            in.execute("COMMIT");
        else if (each.kind == sql::statement_kind::enter_transaction)
            in.execute("BEGIN");
        else
            in.execute(each.text, stop);
    in.execute("COMMIT");
}

/// What is still not as wanted after the operations, of what they were to bring.
std::vector<std::string>
still_apart(catalog::snapshot const& wanted, catalog::snapshot const& now, std::set<std::string> const& parts) {
    std::vector<std::string> left;
    for (auto const& each : catalog::difference(now, wanted))
        if (parts.contains(each.part) || parts.contains("table " + catalog::table_of_part(each.part)))
            left.push_back(each.part);
    return left;
}

} // namespace

std::optional<drift::remedy>
find_remedy(project const& of, sides_apart const& sides, database& scratch, std::stop_token const& stop) {
    auto const parts = odd_parts(sides);
    if (parts.empty())
        return std::nullopt;
    authoring::revision_names const names{sides.default_schema};
    auto const found = authoring::operations_between(sides.is, sides.wanted, names, [&](std::string const& key) {
        return parts.contains(key);
    });
    drift::remedy made{.odd = sides.odd};
    authoring::modules_needed needed;
    made.directives = authoring::directives(found.operations, needed);
    auto const statements = statements_of(found.operations);
    for (auto const& each : statements)
        if (each.kind == sql::statement_kind::sql)
            made.sql.push_back(each.text);
    std::set<std::string> unsaid{found.unsaid.begin(), found.unsaid.end()};
    try {
        run(statements, scratch.connection(), stop);
        for (auto& each : still_apart(sides.wanted, own_schema(of, scratch, stop), parts))
            unsaid.insert(std::move(each));
    } catch (error const& failure) {
        if (failure.code() == errc::cancelled)
            throw;
        made.failure = failure.info();
    }
    made.unsaid.assign(unsaid.begin(), unsaid.end());
    return made;
}

} // namespace alembicore::rehearsal
