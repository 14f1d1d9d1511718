#include "lint/asked.hpp"

#include "lint/type_name.hpp"

#include <algorithm>
#include <charconv>

namespace alembicore::lint {

namespace {

using enum action_kind;

bool alters(action const& of, relation const& table) {
    if (of.table != table || of.with_table)
        return false;
    switch (of.kind) {
    case update_rows:
    case delete_rows:
    case insert_rows:
    case create_index:
    case create_table:
        return false;
    default:
        return true;
    }
}

/// `column` or `column::type` alone.
bool is_plain(node const* using_, std::string const& column, std::string const& type) {
    if (using_ == nullptr)
        return true;
    auto const* expression = using_;
    if (auto const* cast = child(*using_, "TypeCast")) {
        auto const* to = child(*cast, "typeName");
        if (to == nullptr || type_of(*to) != type)
            return false;
        expression = child(*cast, "arg");
    }
    auto const* reference = expression == nullptr ? nullptr : child(*expression, "ColumnRef");
    return reference != nullptr && names_of(list(*reference, "fields")) == std::vector{column};
}

bool is_value(boost::json::value const& any) {
    auto const [kind, inner] = unwrap(any);
    if (kind == "TypeCast")
        return child_of_kind(*inner, "arg", "A_Const") != nullptr;
    return kind == "A_Const";
}

/// The column of `column = value` and of `column IN (values)`; empty for any other condition.
std::string compared_with_values(node const& condition) {
    auto const kind = text(condition, "kind");
    auto const* column = child_of_kind(condition, "lexpr", "ColumnRef");
    auto const* right = condition.if_contains("rexpr");
    if (column == nullptr || right == nullptr || names_of(list(condition, "name")) != std::vector<std::string>{"="})
        return {};
    bool values = kind == "AEXPR_OP" && is_value(*right);
    if (auto const* many = child_of_kind(condition, "rexpr", "List"); many != nullptr && kind == "AEXPR_IN")
        values = std::ranges::all_of(list(*many, "items"), is_value);
    auto const names = names_of(list(*column, "fields"));
    return values && !names.empty() ? names.back() : std::string{};
}

bool is_key(known_table const& table, std::string const& column) {
    auto const alone = [&](std::vector<std::string> const& columns) { return columns == std::vector{column}; };
    return std::ranges::any_of(
               table.constraints,
               [&](auto const& each) {
                   return (each.kind == add_unique || each.kind == add_primary_key) && alone(each.columns);
               }
           ) ||
           std::ranges::any_of(table.indexes, [&](auto const& each) {
               return each.unique && !each.partial && alone(each.columns);
           });
}

bool names_rows(boost::json::value const& where, known_table const& table) {
    auto const [kind, inner] = unwrap(where);
    if (kind == "A_Expr")
        return is_key(table, compared_with_values(*inner));
    return kind == "BoolExpr" && text(*inner, "boolop") == "AND_EXPR" &&
           std::ranges::any_of(list(*inner, "args"), [&](auto const& each) { return names_rows(each, table); });
}

} // namespace

bool names_its_rows(action const& of, moment const& now) {
    auto const* table = now.before.known.find(of.table);
    auto const* where = of.details->if_contains("whereClause");
    return table != nullptr && where != nullptr && names_rows(*where, *table);
}

bool is_dropped_later(moment const& now, relation const& table) {
    return std::ranges::any_of(now.later(), [&](action const& each) {
        return each.kind == drop_table && each.table == table;
    });
}

bool is_index_dropped_later(moment const& now, std::string const& index) {
    return std::ranges::any_of(now.later(), [&](action const& each) {
        return each.kind == drop_index && each.other.name == index;
    });
}

bool is_constraint_dropped_later(moment const& now, relation const& table, std::string const& name) {
    return std::ranges::any_of(now.later(), [&](action const& each) {
        return each.kind == drop_constraint && each.table == table && each.object == name;
    });
}

action const* added_here(moment const& now, relation const& table, std::string const& column) {
    for (auto const& each : now.earlier())
        if (each.kind == add_column && each.table == table && each.object == column)
            return &each;
    return nullptr;
}

bool is_altered_in_transaction(moment const& now, relation const& table) {
    if (!now.in_transaction())
        return false;
    auto const transaction = now.statement().transaction;
    return std::ranges::any_of(now.revision.actions, [&](action const& each) {
        return alters(each, table) && now.revision.statements[each.statement].transaction == transaction;
    });
}

bool has_own_begin(moment const& now) {
    bool open = false;
    for (auto const& each : now.earlier()) {
        if (each.kind == action_kind::begin)
            open = now.revision.statements[each.statement].transaction == 0;
        if (each.kind == commit || each.kind == rollback)
            open = false;
    }
    return open;
}

bool begins_with(std::vector<std::string> const& whole, std::vector<std::string> const& beginning) {
    return beginning.size() <= whole.size() && std::equal(beginning.begin(), beginning.end(), whole.begin());
}

bool is_emptied(moment const& now, relation const& table) {
    return std::ranges::any_of(now.earlier(), [&](action const& each) {
        return each.table == table && (each.kind == truncate || (each.kind == delete_rows && each.whole_table));
    });
}

bool is_copied(moment const& now, relation const& table) {
    return std::ranges::any_of(now.earlier(), [&](action const& each) {
        if (each.table == table || (each.kind != insert_rows && each.kind != create_table))
            return false;
        bool reads = false;
        each_of_kind(boost::json::value(*each.details), "RangeVar", [&](node const& range) {
            reads = reads || text(range, "relname") == table.name;
        });
        return reads;
    });
}

long milliseconds_of(std::string const& setting) {
    long value = 0;
    auto const [end, failed] = std::from_chars(setting.data(), setting.data() + setting.size(), value);
    if (failed != std::errc{})
        return -1;
    std::string_view unit{end, static_cast<std::size_t>(setting.data() + setting.size() - end)};
    while (unit.starts_with(' '))
        unit.remove_prefix(1);
    if (unit.empty() || unit == "ms")
        return value;
    if (unit == "s")
        return value * 1000;
    if (unit == "min")
        return value * 60'000;
    return unit == "h" ? value * 3'600'000 : -1;
}

std::string type_before(moment const& now, relation const& table, std::string const& column) {
    auto const* known = now.before.known.find(table);
    auto const* found = known == nullptr ? nullptr : known->column(column);
    return found == nullptr ? std::string{} : found->type;
}

bool rewrites(action const& of, moment const& now) {
    if (of.kind != alter_type)
        return false;
    auto const before = type_before(now, of.table, of.object);
    return !keeps_rows(before, of.type) || !is_plain(of.default_value, of.object, of.type);
}

action const* looks_like_rename(action const& dropped, moment const& now) {
    auto const type = type_before(now, dropped.table, dropped.object);
    if (type.empty())
        return nullptr;
    action const* added = nullptr;
    for (auto const& each : now.revision.actions) {
        if (each.table != dropped.table)
            continue;
        // The rows are carried over, by hand.
        if (each.kind == update_rows)
            return nullptr;
        if (each.kind == add_column && !each.with_table && each.type == type && each.object != dropped.object)
            added = &each;
    }
    auto const drops = std::ranges::count_if(now.revision.actions, [&](action const& each) {
        return each.kind == drop_column && each.table == dropped.table;
    });
    return drops == 1 ? added : nullptr;
}

} // namespace alembicore::lint
