#include "generate/table_order.hpp"

#include <algorithm>
#include <map>
#include <set>

namespace alembicore::generate {

namespace {

using name_set = std::set<std::string>;

/// What each table needs to be there.
std::map<std::string, name_set> needs_of(std::vector<table> const& tables) {
    std::map<std::string, name_set> needs;
    name_set known;
    for (auto const& each : tables)
        known.insert(dotted(each));
    for (auto const& each : tables)
        for (auto const& key : each.foreign_keys) {
            auto const referred =
                key.referred_schema ? *key.referred_schema + '.' + key.referred_table : key.referred_table;
            if (!key.use_alter && referred != dotted(each) && known.contains(referred))
                needs[dotted(each)].insert(referred);
        }
    return needs;
}

bool reaches_itself(std::string const& from, std::map<std::string, name_set> const& needs) {
    name_set seen;
    std::vector<std::string> waiting{from};
    while (!waiting.empty()) {
        auto const found = needs.find(waiting.back());
        waiting.pop_back();
        if (found == needs.end())
            continue;
        for (auto const& each : found->second) {
            if (each == from)
                return true;
            if (seen.insert(each).second)
                waiting.push_back(each);
        }
    }
    return false;
}

/// Keys of tables that need each other in a ring do not count.
void break_rings(std::map<std::string, name_set>& needs) {
    name_set in_rings;
    for (auto const& [name, needed] : needs)
        if (reaches_itself(name, needs))
            in_rings.insert(name);
    for (auto const& name : in_rings)
        needs.erase(name);
}

} // namespace

std::vector<table> in_order_of_making(std::vector<table> of) {
    std::ranges::stable_sort(of, {}, [](table const& each) { return dotted(each); });
    auto needs = needs_of(of);
    break_rings(needs);
    std::vector<table> ordered;
    name_set waiting;
    for (auto const& each : of)
        waiting.insert(dotted(each));
    while (!of.empty()) {
        std::vector<table> later;
        std::vector<table> ready;
        for (auto& each : of) {
            auto const found = needs.find(dotted(each));
            bool const blocked = found != needs.end() && std::ranges::any_of(found->second, [&](auto const& name) {
                                     return waiting.contains(name);
                                 });
            (blocked ? later : ready).push_back(std::move(each));
        }
        for (auto const& each : ready)
            waiting.erase(dotted(each));
        std::ranges::move(ready, std::back_inserter(ordered));
        of = std::move(later);
    }
    return ordered;
}

} // namespace alembicore::generate
