#include "migrate/schema_health.hpp"

#include "migrate/rows.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

namespace alembicore::migrate {

namespace {

// An index of a partitioned table is not valid before all its parts are there, which may be meant so.
constexpr char const* query =
    "SELECT 'i', pg_catalog.quote_ident(n.nspname) || '.' || pg_catalog.quote_ident(c.relname) "
    "FROM pg_catalog.pg_index AS i JOIN pg_catalog.pg_class AS c ON c.oid = i.indexrelid AND c.relkind = 'i' "
    "JOIN pg_catalog.pg_namespace AS n ON n.oid = c.relnamespace WHERE NOT i.indisvalid AND i.indexrelid >= 16384 "
    "UNION ALL SELECT 'c', pg_catalog.quote_ident(k.conname) || ' of ' || pg_catalog.quote_ident(n.nspname) || '.' || "
    "pg_catalog.quote_ident(t.relname) FROM pg_catalog.pg_constraint AS k "
    "JOIN pg_catalog.pg_class AS t ON t.oid = k.conrelid JOIN pg_catalog.pg_namespace AS n ON n.oid = t.relnamespace "
    "WHERE NOT k.convalidated";

std::vector<std::string> only_in(std::set<std::string> const& after, std::set<std::string> const& before) {
    std::vector<std::string> added;
    std::ranges::set_difference(after, before, std::back_inserter(added));
    return added;
}

diagnostic finding(severity how_bad, errc code, std::string message, std::string remedy) {
    diagnostic made;
    made.severity = how_bad;
    made.code = code;
    made.message = std::move(message);
    made.remedy = std::move(remedy);
    return made;
}

constexpr char in_lower_case(char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
}

/// `word` in lower case.
bool mentions(std::string_view text, std::string_view word) {
    auto const equal = [](char left, char right) { return in_lower_case(left) == right; };
    return std::search(text.begin(), text.end(), word.begin(), word.end(), equal) != text.end();
}

} // namespace

bool can_leave_unfinished(std::string_view statement) {
    constexpr std::array says_so{"concurrently", "valid"};
    constexpr std::array calls_code{"select", "call ", "execute ", "$", "do '"};
    auto const is_mentioned = [&](auto const* word) { return mentions(statement, word); };
    return std::ranges::any_of(says_so, is_mentioned) || std::ranges::any_of(calls_code, is_mentioned);
}

schema_health read_schema_health(postgres::connection& from) {
    auto const found = from.execute(query);
    schema_health health;
    for (std::size_t i = 0; i < found.row_count(); ++i) {
        auto& kind = found.value(i, 0) == "i" ? health.invalid_indexes : health.unchecked_constraints;
        kind.emplace(found.value(i, 1).value_or(""));
    }
    return health;
}

std::vector<diagnostic> findings_between(schema_health const& before, schema_health const& after) {
    std::vector<diagnostic> findings;
    for (auto const& name : only_in(after.invalid_indexes, before.invalid_indexes))
        findings.push_back(finding(
            severity::warning,
            errc::statement_failed,
            "the index " + name + " is INVALID: no query uses it, but every write keeps it up",
            "DROP INDEX CONCURRENTLY " + name + ", and create it again; unless another session builds it now"
        ));
    for (auto const& name : only_in(after.unchecked_constraints, before.unchecked_constraints))
        findings.push_back(finding(
            severity::info,
            errc::statement_failed,
            "the constraint " + name + " is NOT VALID: rows that were there before are not checked",
            "let a later revision say VALIDATE CONSTRAINT"
        ));
    return findings;
}

diagnostic not_the_schema_before(std::vector<std::string> const& rows) {
    return finding(
        severity::warning,
        errc::bad_revision_file,
        "the schema is not the one that was there when the database was last at " + describe_rows(rows) +
            ": a downgrade() does not undo all of its upgrade(), or somebody changed the schema",
        "look at both ways: alembicore inspect REVISION"
    );
}

} // namespace alembicore::migrate
