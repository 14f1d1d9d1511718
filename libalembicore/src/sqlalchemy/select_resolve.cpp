// SELECT resolved: what FROM lists, which tables it leaves to what encloses it, and its clauses in order.
#include "sqlalchemy/errors.hpp"
#include "sqlalchemy/labels.hpp"
#include "sqlalchemy/select_state.hpp"
#include "sqlalchemy/selectable.hpp"

#include <algorithm>

namespace alembicore::sqlalchemy {

namespace {

using schema::expression;
using schema::expression_kind;

expression clause(std::string_view words, std::vector<expression> operands) {
    return {.kind = expression_kind::clause, .text = std::string{words}, .operands = std::move(operands)};
}

source_list elements_of(source_list const& sources) {
    source_list all;
    for (auto const& each : sources)
        each->add_elements(all);
    return all;
}

source_list common_to(source_list const& some, source_list const& others) {
    source_list common;
    std::copy_if(some.begin(), some.end(), std::back_inserter(common), [&](auto const& each) {
        return is_among(each, others);
    });
    return common;
}

void remove(source_list& from, source_list const& unwanted) {
    std::erase_if(from, [&](auto const& each) { return is_among(each, unwanted); });
}

/// Sources of the columns and of the conditions.
source_list implied_sources(select_state const& state) {
    source_list implied = state.column_sources;
    for (auto const& condition : state.conditions)
        add_sources(condition->node(), implied);
    return implied;
}

/// The places in `candidates` that a join may start from.
std::vector<std::size_t> joinable(source_list const& candidates, select_join const& join) {
    std::vector<std::size_t> found;
    bool const several = candidates.size() > 1 && join.condition;
    source_list needed;
    if (several)
        add_sources(join.condition->node(), needed);
    source_list right;
    join.right->add_elements(right);
    for (std::size_t at = 0; at < candidates.size(); ++at) {
        source_list both = right;
        candidates[at]->add_elements(both);
        bool const complete =
            std::all_of(needed.begin(), needed.end(), [&](auto const& each) { return is_among(each, both); });
        bool const fits = several ? complete : join.condition || can_join(candidates[at], join.right);
        if (fits && candidates[at] != join.right)
            found.push_back(at);
    }
    if (found.size() > 1) {
        source_list hidden;
        for (auto const& each : candidates)
            each->add_hidden(hidden);
        std::erase_if(found, [&](std::size_t at) { return is_among(candidates[at], hidden); });
    }
    if (found.empty() && join.condition)
        for (std::size_t at = 0; at < candidates.size(); ++at)
            found.push_back(at);
    return found;
}

[[noreturn]] void refuse_join(bool ambiguous, source const& right) {
    constexpr std::string_view advice = "Please use the .select_from() method to establish an explicit left side, as "
                                        "well as providing an explicit ON clause if not present already to help "
                                        "resolve the ambiguity.";
    throw sqlalchemy_error(
        "InvalidRequestError",
        (ambiguous ? "Can't determine which FROM clause to join from, there are multiple FROMS which can join to this "
                     "entity. "
                   : "Don't know how to join to " + right.description() + ". ") +
            std::string{advice}
    );
}

/// FROM with one more join.
void add_join(source_list& froms, select_state const& state, select_join const& join) {
    if (join.left) {
        auto const place = std::find_if(froms.begin(), froms.end(), [&](auto const& each) {
            source_list elements;
            each->add_elements(elements);
            return is_among(join.left, elements);
        });
        auto joined = make_join(place == froms.end() ? join.left : *place, join.right, join.condition, join.words);
        place == froms.end() ? froms.push_back(std::move(joined)) : void(*place = std::move(joined));
        return;
    }
    bool const replaces = !froms.empty();
    auto const candidates = replaces ? froms : without_repetitions(implied_sources(state));
    auto const found = joinable(candidates, join);
    if (found.size() != 1)
        refuse_join(found.size() > 1, *join.right);
    auto joined = make_join(candidates[found.front()], join.right, join.condition, join.words);
    if (replaces)
        froms[found.front()] = std::move(joined);
    else
        froms.push_back(std::move(joined));
}

/// What is listed here, and not left to an enclosing statement.
source_list
displayed(select_state const& state, source_list froms, source_list const& enclosing, source_list const& by_itself) {
    if (state.correlated)
        remove(froms, common_to(enclosing, *state.correlated));
    if (state.correlated_except) {
        auto unwanted = common_to(froms, enclosing);
        remove(unwanted, *state.correlated_except);
        remove(froms, unwanted);
    }
    if (state.correlates && !by_itself.empty() && froms.size() > 1) {
        remove(froms, by_itself);
        if (froms.empty())
            throw sqlalchemy_error(
                "InvalidRequestError",
                "Select statement returned no FROM clauses due to auto-correlation; specify correlate(<tables>) to "
                "control correlation manually."
            );
    }
    return froms;
}

/// A table without a schema beside one of the same name with a schema is given another name by SQLAlchemy.
void refuse_ambiguous(source_list const& froms) {
    auto const all = elements_of(froms);
    for (auto const& one : all)
        for (auto const& other : all) {
            auto const* with = dynamic_cast<table_source const*>(one.get());
            auto const* without = dynamic_cast<table_source const*>(other.get());
            if (with != nullptr && without != nullptr && with->name().schema && !without->name().schema &&
                with->name().name == without->name().name)
                throw python::not_evaluable(
                    "two tables of one name, one of them without a schema, in one SELECT", "give one of them an alias"
                );
        }
}

/// Enters a SELECT: its FROM, and the scope for what is inside it.
source_list enter(select_state const& state, resolution& in, query_place where) {
    resolution::scope const around = in.scopes.empty() ? resolution::scope{} : in.scopes.back();
    auto all = sources_of(state);
    refuse_ambiguous(all);
    source_list froms;
    if (where.as_source && !where.lateral) {
        auto outside = around.correlated;
        remove(outside, around.listed);
        froms = displayed(state, all, outside, {});
    } else
        froms = displayed(state, all, around.correlated, around.listed);
    resolution::scope entered{
        .correlated = around.correlated, .listed = elements_of(froms), .labels = &state, .froms = std::move(all)};
    entered.correlated.insert(entered.correlated.end(), entered.listed.begin(), entered.listed.end());
    entered.froms = elements_of(entered.froms);
    in.scopes.push_back(std::move(entered));
    return froms;
}

std::string lock_words(row_lock const& lock) {
    if (lock.read)
        return lock.key_share ? " FOR KEY SHARE" : " FOR SHARE";
    return lock.key_share ? " FOR NO KEY UPDATE" : " FOR UPDATE";
}

void add_lock(row_lock const& lock, resolution& in, expression& statement) {
    auto words = lock_words(lock);
    std::vector<expression> names;
    for (auto const& each : lock.of)
        names.push_back(each->called(in));
    if (!names.empty())
        words += " OF ";
    statement.operands.push_back(clause(words, std::move(names)));
    if (lock.nowait)
        statement.operands.push_back(schema::sql_text(" NOWAIT"));
    if (lock.skip_locked)
        statement.operands.push_back(schema::sql_text(" SKIP LOCKED"));
}

void add_head(select_state const& state, resolution& in, query_place where, expression& statement) {
    for (auto const& table : state.with)
        static_cast<void>(table->listed(in));
    std::string words = "SELECT ";
    if (state.columns.empty() && state.prefixes.empty() && !state.distinct)
        words = "SELECT";
    statement.operands.push_back(schema::sql_text(words));
    for (auto const& prefix : state.prefixes)
        statement.operands.push_back({.kind = expression_kind::postfix, .text = " ", .operands = {in.resolve(prefix)}});
    if (!state.distinct_on.empty()) {
        statement.operands.push_back(make_clause("DISTINCT ON (", state.distinct_on, in));
        statement.operands.push_back(schema::sql_text(") "));
    } else if (state.distinct)
        statement.operands.push_back(schema::sql_text("DISTINCT "));
    statement.operands.push_back(clause("", labelled_columns(state.columns, where.as_source, in)));
}

void add_clauses(select_state const& state, resolution& in, source_list const& froms, expression& statement) {
    if (!froms.empty()) {
        std::vector<expression> listed;
        for (auto const& each : froms)
            listed.push_back(each->listed(in));
        statement.operands.push_back(clause(" \nFROM ", std::move(listed)));
    }
    if (auto where = all_conditions(state.conditions, in))
        statement.operands.push_back(clause(" \nWHERE ", {std::move(*where)}));
    if (!state.groups.empty())
        statement.operands.push_back(make_clause(" GROUP BY ", state.groups, in));
    if (auto having = all_conditions(state.having, in))
        statement.operands.push_back(clause(" \nHAVING ", {std::move(*having)}));
    add_order(state.order, in, statement);
    add_window(state.window, in, statement);
    if (state.lock)
        add_lock(*state.lock, in, statement);
    for (auto const& suffix : state.suffixes)
        statement.operands.push_back({.kind = expression_kind::prefix, .text = " ", .operands = {in.resolve(suffix)}});
}

} // namespace

source_list without_repetitions(source_list const& sources) {
    source_list once;
    source_list hidden;
    for (auto const& each : sources)
        if (!is_among(each, once)) {
            once.push_back(each);
            each->add_hidden(hidden);
        }
    remove(once, hidden);
    return once;
}

source_list sources_of(select_state const& state) {
    auto froms = state.froms;
    for (auto const& join : state.joins)
        add_join(froms, state, join);
    auto const implied = implied_sources(state);
    froms.insert(froms.end(), implied.begin(), implied.end());
    return without_repetitions(froms);
}

expression make_clause(std::string_view words, std::vector<expression_pointer> const& elements, resolution& in) {
    std::vector<expression> resolved;
    for (auto const& each : elements)
        resolved.push_back(in.resolve(each->node()));
    return clause(words, std::move(resolved));
}

std::optional<expression> all_conditions(std::vector<expression_pointer> const& conditions, resolution& in) {
    if (conditions.empty())
        return std::nullopt;
    auto const joined = join_conditions(conditions, operators::and_);
    if (joined->node().kind == expression_kind::sequence && joined->node().operands.empty())
        return std::nullopt;
    auto condition = joined->beside(operators::condition);
    if (conditions.size() < 2 || condition.text != operators::and_.text)
        return in.resolve(condition);
    // Several conditions are no operator yet to SQLAlchemy's compiler: `@>` and the like need no parentheses in them.
    for (auto& operand : condition.operands)
        operand = in.resolve(operand);
    return condition;
}

void add_order(std::vector<expression_pointer> const& order, resolution& in, expression& statement) {
    if (!order.empty())
        statement.operands.push_back(make_clause(" ORDER BY ", order, in));
}

void add_window(row_window const& window, resolution& in, expression& statement) {
    auto const add = [&](std::string words, expression const& count) {
        statement.operands.push_back(clause(words, {in.resolve(count)}));
    };
    if (window.fetch) {
        if (window.offset) {
            add("\n OFFSET (", *window.offset);
            statement.operands.push_back(schema::sql_text(") ROWS"));
        }
        add("\n FETCH FIRST (", *window.fetch);
        statement.operands.push_back(
            schema::sql_text(")" + std::string{window.fetch_unit} + " ROWS " + std::string{window.fetch_end})
        );
        return;
    }
    if (window.limit)
        add(" \n LIMIT ", *window.limit);
    if (window.offset)
        add(window.limit ? " OFFSET " : "\n LIMIT ALL OFFSET ", *window.offset);
}

expression select_query::resolve(resolution& in, query_place where) const {
    auto const froms = enter(state_, in, where);
    expression statement{.kind = expression_kind::select};
    add_head(state_, in, where, statement);
    add_clauses(state_, in, froms, statement);
    in.scopes.pop_back();
    return statement;
}

std::vector<table_column> select_query::columns() const {
    return offered_columns(state_.columns);
}

sent_columns select_query::sent() const {
    return sent_by_server(state_.columns);
}

type_pointer select_query::first_type() const {
    return state_.columns.empty() ? nullptr : state_.columns.front()->value_type();
}

} // namespace alembicore::sqlalchemy
