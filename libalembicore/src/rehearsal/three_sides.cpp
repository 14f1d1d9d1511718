#include "rehearsal/three_sides.hpp"

#include "catalog/part_names.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>

namespace alembicore::rehearsal {

namespace {

using optional_text = std::optional<std::string>;

optional_text before_of(catalog::change const& one) {
    return one.kind == catalog::change_kind::added ? optional_text{} : one.before;
}

optional_text after_of(catalog::change const& one) {
    return one.kind == catalog::change_kind::removed ? optional_text{} : one.after;
}

/// What is known of one part: those of its pairs that differ.
struct known_of_part {
    catalog::change const* history_to_database = nullptr;
    models::difference const* with_history = nullptr;
    models::difference const* with_database = nullptr;
};

/// What the models say of a part; they agree with a side from which they do not differ.
void add_models(drift::difference& made, known_of_part const& known) {
    if (known.with_history != nullptr)
        made.models = known.with_history->models;
    else if (known.with_database != nullptr)
        made.models = known.with_database->models;
    else
        made.silent = true;
}

drift::difference difference_of(std::string const& part, known_of_part const& known) {
    using drift::odd_side;
    drift::difference made{.table = catalog::table_of_part(part), .part = part};
    add_models(made, known);
    if (known.history_to_database == nullptr) {
        auto const& either = known.with_database != nullptr ? *known.with_database : *known.with_history;
        made.history = made.database = either.database;
        made.odd = odd_side::models;
        return made;
    }
    made.history = before_of(*known.history_to_database);
    made.database = after_of(*known.history_to_database);
    bool const like_history = known.with_history == nullptr;
    bool const like_database = known.with_database == nullptr;
    made.odd = like_history ? odd_side::database : like_database ? odd_side::history : odd_side::all;
    return made;
}

/// Tables that one side does not have at all. Of these, only that is told.
std::set<std::string> whole_tables(std::vector<catalog::change> const& changes) {
    std::set<std::string> names;
    for (auto const& each : changes)
        if (each.part.starts_with("table ") && each.kind != catalog::change_kind::changed)
            names.insert(catalog::table_of_part(each.part));
    return names;
}

bool is_within(std::string const& part, std::set<std::string> const& tables) {
    return !part.starts_with("table ") && tables.contains(catalog::table_of_part(part));
}

} // namespace

std::vector<drift::difference> odd_ones(pairs_of_sides const& compared) {
    std::map<std::string, known_of_part> parts;
    auto const whole = whole_tables(compared.history_to_database);
    for (auto const& each : compared.history_to_database)
        if (!is_within(each.part, whole))
            parts[each.part].history_to_database = &each;
    for (auto const& each : compared.models_and_history)
        parts[each.part].with_history = &each;
    for (auto const& each : compared.models_and_database)
        parts[each.part].with_database = &each;
    std::vector<drift::difference> made;
    for (auto const& [part, known] : parts)
        made.push_back(difference_of(part, known));
    std::ranges::stable_sort(made, {}, [](auto const& each) { return std::tie(each.table, each.part); });
    return made;
}

} // namespace alembicore::rehearsal
