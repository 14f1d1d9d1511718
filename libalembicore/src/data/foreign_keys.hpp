// What points to a table.
#pragma once

#include "data/statement.hpp"

#include <map>
#include <string>
#include <vector>

namespace alembicore::data {

/// A foreign key, seen from the table it points to.
struct incoming_key {
    std::string name;
    catalog::name from;
    std::vector<std::string> columns;
    std::vector<std::string> referred;
    std::string on_delete;
};

/// By the table they point to.
using incoming_keys = std::multimap<catalog::name, incoming_key>;

[[nodiscard]] incoming_keys read_keys(postgres::connection& on);

/// A condition on the rows of `key.from` whose foreign key points to the rows of `to` for which `condition` holds.
[[nodiscard]] std::string pointing(incoming_key const& key, catalog::name const& to, std::string const& condition);

} // namespace alembicore::data
