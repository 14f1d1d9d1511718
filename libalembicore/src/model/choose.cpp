// Some of the models, by the names of classes and tables.
#include <alembicore/models.hpp>

#include <algorithm>

namespace alembicore::models {

namespace {

std::string spelled(table_name const& of) {
    return of.schema.empty() ? of.name : of.schema + '.' + of.name;
}

bool is_called(table_name const& of, std::string const& name) {
    return of.name == name || spelled(of) == name;
}

bool is_called(model const& of, std::string const& name) {
    return of.name == name || of.module + '.' + of.name == name || (of.table && is_called(*of.table, name));
}

template <typename Value>
void add_once(std::vector<Value>& to, Value const& added) {
    if (std::ranges::find(to, added.name, &Value::name) == to.end())
        to.push_back(added);
}

} // namespace

collection choose(collection const& from, std::vector<std::string> const& names) {
    collection chosen{.origin = from.origin, .base = from.base, .unknowns = from.unknowns};
    for (auto const& name : names) {
        bool known = false;
        for (auto const& each : from.models)
            if (is_called(each, name)) {
                known = true;
                chosen.models.push_back(each);
                for (auto const& table : from.tables)
                    if (std::ranges::any_of(each.attributes, [&](auto const& at) { return at.table == table.name; }))
                        add_once(chosen.tables, table);
            }
        for (auto const& each : from.tables)
            if (is_called(each.name, name)) {
                known = true;
                add_once(chosen.tables, each);
            }
        if (!known)
            throw error{
                errc::bad_usage,
                "no model and no table is called '" + name + "'",
                "'alembicore models' lists those that are known"};
    }
    return chosen;
}

} // namespace alembicore::models
