#include "data/call.hpp"
#include "data/statement_texts.hpp"
#include "data/written_statement.hpp"

#include <alembicore/query.hpp>

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <array>
#include <string_view>

namespace alembicore::data {

namespace {

using boost::json::object;

std::string text_of(boost::json::value const& member) {
    if (member.is_string())
        return std::string{member.as_string()};
    bool const words =
        member.is_array() && std::ranges::all_of(member.as_array(), [](auto const& each) { return each.is_string(); });
    if (!words)
        return boost::json::serialize(member);
    std::string text;
    for (auto const& each : member.as_array())
        text += (text.empty() ? "" : ", ") + std::string{each.as_string()};
    return text;
}

/// Takes members of an object one by one; what nobody has taken is left.
class members {
public:
    explicit members(object const& of) : left_(of) {}

    std::string text(std::string_view name) {
        auto const* found = left_.if_contains(name);
        std::string taken = found != nullptr ? text_of(*found) : std::string{};
        left_.stable_erase(name);
        return taken;
    }

    std::optional<double> number(std::string_view name) {
        auto const* found = left_.if_contains(name);
        if (found == nullptr || !found->is_number())
            return std::nullopt;
        auto const taken = found->to_number<double>();
        left_.stable_erase(name);
        return taken;
    }

    std::int64_t count(std::string_view name) { return static_cast<std::int64_t>(number(name).value_or(0)); }

    [[nodiscard]] bool has(std::string_view name) const { return left_.contains(name); }

    boost::json::array list(std::string_view name) {
        auto const* found = left_.if_contains(name);
        boost::json::array taken = found != nullptr && found->is_array() ? found->as_array() : boost::json::array{};
        left_.stable_erase(name);
        return taken;
    }

    [[nodiscard]] object const& left() const noexcept { return left_; }

private:
    object left_;
};

std::optional<plan_measure> read_measure(members& from) {
    auto const loops = from.number("Actual Loops");
    if (!loops)
        return std::nullopt;
    plan_measure made;
    made.loops = *loops;
    made.startup_ms = from.number("Actual Startup Time").value_or(0);
    made.total_ms = from.number("Actual Total Time").value_or(0);
    made.rows = from.number("Actual Rows").value_or(0);
    return made;
}

std::optional<plan_buffers> read_buffers(members& from) {
    if (!from.has("Shared Hit Blocks"))
        return std::nullopt;
    plan_buffers made;
    made.shared_hit = from.count("Shared Hit Blocks");
    made.shared_read = from.count("Shared Read Blocks");
    made.shared_dirtied = from.count("Shared Dirtied Blocks");
    made.shared_written = from.count("Shared Written Blocks");
    made.temporary_read = from.count("Temp Read Blocks");
    made.temporary_written = from.count("Temp Written Blocks");
    return made;
}

// Each node has these, which say something only where they are not 0 or false.
constexpr std::array usual_zeros{
    "Local Hit Blocks",
    "Local Read Blocks",
    "Local Dirtied Blocks",
    "Local Written Blocks",
    "Parallel Aware",
    "Async Capable",
    "Disabled",
    "Inner Unique"};

bool says_nothing(std::string_view name, std::string const& text) {
    return std::ranges::count(usual_zeros, name) != 0 && (text == "0" || text == "false");
}

plan_node read_node(object const& from) {
    members given{from};
    plan_node made;
    made.kind = given.text("Node Type");
    made.relationship = given.text("Parent Relationship");
    auto const schema = given.text("Schema");
    made.relation = given.text("Relation Name");
    if (!schema.empty() && !made.relation.empty())
        made.relation = schema + '.' + made.relation;
    made.alias = given.text("Alias");
    made.index = given.text("Index Name");
    made.startup_cost = given.number("Startup Cost").value_or(0);
    made.total_cost = given.number("Total Cost").value_or(0);
    made.rows = given.number("Plan Rows").value_or(0);
    made.width = given.count("Plan Width");
    made.measured = read_measure(given);
    made.buffers = read_buffers(given);
    for (auto const& input : given.list("Plans"))
        made.inputs.push_back(read_node(input.as_object()));
    for (auto const& member : given.left()) {
        auto text = text_of(member.value());
        if (!says_nothing(member.key(), text))
            made.details.emplace_back(member.key(), std::move(text));
    }
    return made;
}

explanation read_explanation(std::string document) {
    auto const parsed = boost::json::parse(document);
    members given{parsed.at(0).as_object()};
    explanation made{.root = read_node(parsed.at(0).at("Plan").as_object()), .document = std::move(document)};
    made.planning_ms = given.number("Planning Time");
    made.execution_ms = given.number("Execution Time");
    for (auto const& each : given.list("Triggers")) {
        members trigger{each.as_object()};
        auto& read = made.triggers.emplace_back();
        read.name = trigger.text("Trigger Name");
        read.relation = trigger.text("Relation");
        read.total_ms = trigger.number("Time").value_or(0);
        read.calls = trigger.number("Calls").value_or(0);
    }
    return made;
}

std::string prefix_of(explain_request const& wanted) {
    std::string text = "EXPLAIN (FORMAT JSON";
    if (wanted.verbose)
        text += ", VERBOSE";
    if (wanted.mode == explain_mode::analyze)
        text += wanted.buffers ? ", ANALYZE, BUFFERS" : ", ANALYZE";
    return text + ") ";
}

statement_text only_statement(explain_request const& wanted) {
    auto const statements = split_statements(wanted.text);
    if (statements.size() != 1)
        throw error{
            errc::bad_usage, "a plan is made for one statement, and there are " + std::to_string(statements.size())};
    return statements.front();
}

} // namespace

explanation explain(database& on, explain_request const& wanted, std::stop_token const& stop) {
    auto const statement = only_statement(wanted);
    bool const runs = wanted.mode == explain_mode::analyze;
    call in{on.connection(), runs ? intent::write : intent::read, wanted.time_limit};
    auto const prefix = prefix_of(wanted);
    std::string document;
    auto const take = [&](postgres::result const& row) {
        document = row.value(0, 0).value_or("");
        return postgres::connection::wish::more;
    };
    static_cast<void>(run_written(
        in.connection(),
        {.whole = wanted.text, .source = wanted.source, .offset = statement.offset, .prefix = prefix.size()},
        prefix + std::string{statement.text},
        take,
        stop
    ));
    auto made = read_explanation(std::move(document));
    made.rolled_back =
        runs &&
        in.connection().execute("SELECT pg_catalog.txid_current_if_assigned() IS NOT NULL").first_column().front() ==
            "t";
    return made;
}

} // namespace alembicore::data
