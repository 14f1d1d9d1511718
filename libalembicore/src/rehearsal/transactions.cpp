#include "rehearsal/transactions.hpp"

#include "parse/statements.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <array>
#include <boost/json/serialize.hpp>

namespace alembicore::rehearsal {

namespace {

error not_on_target(std::string message) {
    return error{errc::not_available, std::move(message), "rehearse on a scratch database (--on scratch)"};
}

// Savepoints are the only transaction statements that leave the transaction open.
constexpr std::array harmless_kinds{"TRANS_STMT_SAVEPOINT", "TRANS_STMT_RELEASE", "TRANS_STMT_ROLLBACK_TO"};

void check_statement(parse::statement const& one) {
    if (one.kind == "TransactionStmt") {
        auto const& kind = one.tree.at("kind").as_string();
        if (std::ranges::find(harmless_kinds, std::string_view{kind}) == harmless_kinds.end())
            throw not_on_target("a revision ends its transaction itself, which a rehearsal on the target must never do"
            );
    }
    // Numbers of a sequence that are set are set for good; they may stand anywhere in a statement.
    if (boost::json::serialize(one.tree).find("\"setval\"") != std::string::npos)
        throw not_on_target("a revision calls setval(), which no rollback turns back");
}

/// Those that wait for the end of the transaction.
std::string deferred_constraints(postgres::connection& in) {
    auto const answer =
        in.execute("SELECT pg_catalog.string_agg(DISTINCT pg_catalog.format('%I.%I', nspname, conname), ', ') "
                   "FROM pg_catalog.pg_constraint JOIN pg_catalog.pg_namespace AS space ON space.oid = connamespace "
                   "WHERE condeferred");
    return std::string{answer.value(0, 0).value_or("")};
}

} // namespace

void real_transactions::begin() {
    open_.emplace(connection_);
}

void real_transactions::commit() {
    open_.value().commit();
    open_.reset();
}

void real_transactions::leave() {
    commit();
}

void real_transactions::check(std::string const&) {}

one_transaction::one_transaction(postgres::connection& in, std::string const& opening)
    : connection_{in}, open_{in, opening} {}

void one_transaction::begin() {}

void one_transaction::commit() {
    connection_.execute("SET CONSTRAINTS ALL IMMEDIATE");
    if (auto const deferred = deferred_constraints(connection_); !deferred.empty())
        connection_.execute("SET CONSTRAINTS " + deferred + " DEFERRED");
}

void one_transaction::leave() {
    throw not_on_target("a revision leaves its transaction (autocommit_block), which cannot be undone");
}

void one_transaction::check(std::string const& text) {
    for (auto const& each : parse::parse_statements(text))
        check_statement(each);
}

} // namespace alembicore::rehearsal
