#include "generate/identity_comparison.hpp"

#include <algorithm>
#include <map>

namespace alembicore::generate {

namespace {

/// What is said, by the names of SQLAlchemy's parameters.
std::map<std::string, std::string> attributes_of(schema::number_series const& series) {
    std::map<std::string, std::string> said;
    auto const say = [&](char const* name, std::optional<std::string> const& value) {
        if (value)
            said[name] = *value;
    };
    say("start", series.start);
    say("increment", series.increment);
    say("minvalue", series.minvalue);
    say("maxvalue", series.maxvalue);
    say("cache", series.cache);
    if (series.cycle)
        said["cycle"] = *series.cycle ? "True" : "False";
    if (series.no_minvalue)
        said["nominvalue"] = "True";
    if (series.no_maxvalue)
        said["nomaxvalue"] = "True";
    return said;
}

} // namespace

std::vector<std::string> differing_attributes(
    std::optional<schema::identity> const& in_models, std::optional<schema::identity> const& in_database
) {
    auto const present = in_database ? attributes_of(in_database->series) : std::map<std::string, std::string>{};
    std::vector<std::string> different;
    if (in_models)
        for (auto const& [name, value] : attributes_of(in_models->series))
            if (auto const found = present.find(name); found == present.end() || found->second != value)
                different.push_back(name);
    if ((in_models && in_models->always) != (in_database && in_database->always))
        different.emplace_back("always");
    std::ranges::sort(different);
    return different;
}

} // namespace alembicore::generate
