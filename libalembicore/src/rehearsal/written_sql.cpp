#include "rehearsal/written_sql.hpp"

#include "base/file.hpp"
#include "base/place.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <array>
#include <utility>

namespace alembicore::rehearsal {

namespace {

bool is_flagged(boost::json::object const& tree, std::string_view member) {
    auto const* const found = tree.if_contains(member);
    return found != nullptr && found->is_bool() && found->as_bool();
}

/// `REINDEX (CONCURRENTLY) …` has it among its parameters.
bool has_parameter(boost::json::object const& tree, std::string_view name) {
    auto const* const all = tree.if_contains("params");
    if (all == nullptr || !all->is_array())
        return false;
    return std::ranges::any_of(all->as_array(), [&](auto const& each) {
        auto const* const one = each.is_object() ? each.as_object().if_contains("DefElem") : nullptr;
        auto const* const called = one != nullptr ? one->as_object().if_contains("defname") : nullptr;
        return called != nullptr && called->as_string() == name;
    });
}

constexpr std::array lonely_kinds{
    "VacuumStmt",
    "CreatedbStmt",
    "DropdbStmt",
    "AlterSystemStmt",
    "CreateTableSpaceStmt",
    "DropTableSpaceStmt",
    "CreateSubscriptionStmt",
    "DropSubscriptionStmt"};

/// Whether the server refuses it in a transaction. ANALYZE is a VacuumStmt that it does not refuse.
bool is_lonely(parse::statement const& one) {
    if (one.kind == "VacuumStmt")
        return is_flagged(one.tree, "is_vacuumcmd");
    if (one.kind == "IndexStmt" || one.kind == "DropStmt")
        return is_flagged(one.tree, "concurrent");
    if (one.kind == "ReindexStmt")
        return has_parameter(one.tree, "concurrently");
    return std::ranges::find(lonely_kinds, one.kind) != lonely_kinds.end();
}

bool is_transaction_statement(parse::statement const& one, std::string_view kind) {
    return one.kind == "TransactionStmt" && one.tree.at("kind").as_string() == kind;
}

bool ends_transaction(parse::statement const& one) {
    return is_transaction_statement(one, "TRANS_STMT_BEGIN") || is_transaction_statement(one, "TRANS_STMT_START") ||
           is_transaction_statement(one, "TRANS_STMT_COMMIT") || is_transaction_statement(one, "TRANS_STMT_ROLLBACK") ||
           is_transaction_statement(one, "TRANS_STMT_PREPARE");
}

error cuts_itself(std::filesystem::path const& file, std::string const& text, parse::statement const& one) {
    error_info info;
    info.code = errc::bad_usage;
    info.message = "the file begins or ends transactions itself";
    info.reason = "it is applied in one transaction, of which it then would not be known what is permanent";
    info.remedy = "take these statements out, or cut the file in two";
    info.place = base::place_at(file.string(), text, one.offset);
    return error{std::move(info)};
}

void leave_out_brackets(std::vector<parse::statement>& all) {
    bool const bracketed = all.size() >= 2 &&
                           (is_transaction_statement(all.front(), "TRANS_STMT_BEGIN") ||
                            is_transaction_statement(all.front(), "TRANS_STMT_START")) &&
                           is_transaction_statement(all.back(), "TRANS_STMT_COMMIT");
    if (!bracketed)
        return;
    all.erase(all.begin());
    all.pop_back();
}

} // namespace

written_sql::written_sql(std::filesystem::path file) : file_{std::move(file)}, text_{base::read_text_file(file_)} {
    auto all = parse::parse_statements(text_, {.name = file_.string()});
    leave_out_brackets(all);
    for (auto const& each : all)
        add(each);
}

plan written_sql::plan_from(std::vector<std::string> const& rows) const {
    plan made;
    made.from = made.heads_after = rows;
    made.target = file_.filename().string();
    step only;
    only.revision = only.doc = made.target;
    only.from = only.to = rows;
    only.path = file_.string();
    made.steps.push_back(std::move(only));
    return made;
}

migrate::step_source written_sql::source() const {
    return [statements = statements_](step const&) { return migrate::body_of(statements); };
}

void written_sql::add(parse::statement const& one) {
    if (ends_transaction(one))
        throw cuts_itself(file_, text_, one);
    sql::statement made;
    made.text = std::string{parse::text_of(one, text_)};
    made.place = base::place_at(file_.string(), text_, one.offset);
    bool const lonely = is_lonely(one);
    if (lonely)
        add_border(sql::statement_kind::leave_transaction);
    statements_.push_back(std::move(made));
    if (lonely)
        add_border(sql::statement_kind::enter_transaction);
}

void written_sql::add_border(sql::statement_kind kind) {
    sql::statement border;
    border.kind = kind;
    statements_.push_back(std::move(border));
}

} // namespace alembicore::rehearsal
