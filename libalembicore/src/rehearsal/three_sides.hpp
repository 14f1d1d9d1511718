// Which of three sides is the odd one out.
#pragma once

#include <alembicore/catalog.hpp>
#include <alembicore/drift.hpp>
#include <alembicore/models.hpp>

#include <vector>

namespace alembicore::rehearsal {

/// Each two of the sides compared.
struct pairs_of_sides {
    std::vector<catalog::change> history_to_database;
    std::vector<models::difference> models_and_history;
    std::vector<models::difference> models_and_database;
};

/// By table, then by part.
[[nodiscard]] std::vector<drift::difference> odd_ones(pairs_of_sides const& compared);

} // namespace alembicore::rehearsal
