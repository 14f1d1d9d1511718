#include "workspace/applied.hpp"

#include <algorithm>

namespace alembicore::server {

namespace {

using clock = std::chrono::steady_clock;

constexpr std::chrono::seconds between_readings{5};

} // namespace

std::shared_ptr<applied_state const> applied_revisions::read(loaded_project const& loaded) {
    auto made = std::make_shared<applied_state>();
    made->reading = ++readings_;
    try {
        served_.with_database([&](database& on) {
            auto const& present = history_.read(on);
            made->applied = {present.begin(), present.end()};
            made->edited.clear();
            for (auto const& each : files_.find(loaded.project, present))
                made->edited.insert(each.revision);
        });
    } catch (error const&) {
        // The history is worth seeing without it; GET /api/journal tells why.
    }
    return made;
}

std::shared_ptr<applied_state const>
applied_revisions::find(loaded_project const& loaded, std::vector<std::string> const& rows) {
    std::scoped_lock const lock{mutex_};
    auto const look = served_.looks();
    bool const same = known_ && rows == rows_ && loaded.revision == project_ && look == look_;
    if (same && clock::now() - asked_ < between_readings)
        return known_;
    auto fresh = read(loaded);
    bool const equal = known_ && fresh->edited == known_->edited && fresh->applied.size() == known_->applied.size() &&
                       std::ranges::equal(fresh->applied, known_->applied, [](auto const& left, auto const& right) {
                           return left.first == right.first && left.second.at == right.second.at;
                       });
    if (!equal)
        known_ = std::move(fresh);
    rows_ = rows;
    project_ = loaded.revision;
    look_ = look;
    asked_ = clock::now();
    return known_;
}

} // namespace alembicore::server
