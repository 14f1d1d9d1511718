#include "data/known_tables.hpp"

namespace alembicore::data {

namespace {

using clock = std::chrono::steady_clock;

constexpr std::size_t most_kept = 1000;

} // namespace

known_tables::known_tables(std::chrono::milliseconds good_for) : state_(std::make_unique<state>()) {
    state_->good_for = good_for;
}

known_tables::~known_tables() = default;

std::shared_ptr<shape const> known_tables::state::find(catalog::name const& table) {
    std::scoped_lock const lock{mutex_};
    auto const found = shapes_.find(table);
    if (found == shapes_.end() || clock::now() - found->second.when > good_for)
        return nullptr;
    return found->second.what;
}

std::shared_ptr<shape const> known_tables::state::keep(shape read) {
    auto kept = std::make_shared<shape const>(std::move(read));
    std::scoped_lock const lock{mutex_};
    if (shapes_.size() >= most_kept)
        shapes_.clear();
    shapes_[kept->name] = {kept, clock::now()};
    return kept;
}

void known_tables::state::forget(catalog::name const& table) {
    std::scoped_lock const lock{mutex_};
    shapes_.erase(table);
}

} // namespace alembicore::data
