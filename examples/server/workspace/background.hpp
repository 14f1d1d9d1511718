// What takes a while to find out about a project, and is shown when it is known.
#pragma once

#include "workspace/workspace.hpp"

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <thread>
#include <utility>

namespace alembicore::server {

/// Never lets anybody wait: gives what is known of the newest reading of the project that was looked at, and looks at
/// another one in a thread of its own.
///
/// Thread safety: all members may be called at once.
template <typename Value>
class background {
public:
    using finder = std::function<Value(project const&, std::stop_token const&)>;

    /// What `find` throws is as if it had found nothing.
    explicit background(finder find) : find_(std::move(find)) {}

    background(background const&) = delete;
    background& operator=(background const&) = delete;

    /// Null: nothing is known yet. Pointers are equal when nothing new is known.
    [[nodiscard]] std::shared_ptr<Value const> find(std::shared_ptr<loaded_project const> const& of) {
        std::scoped_lock const lock{mutex_};
        if (of->revision != asked_ && !working_) {
            asked_ = of->revision;
            working_ = true;
            worker_ = std::jthread{[this, of](std::stop_token const& stop) { look(*of, stop); }};
        }
        return known_;
    }

private:
    void look(loaded_project const& of, std::stop_token const& stop) {
        std::shared_ptr<Value const> found;
        try {
            found = std::make_shared<Value const>(find_(of.project, stop));
        } catch (std::exception const&) {
            found = std::make_shared<Value const>();
        }
        std::scoped_lock const lock{mutex_};
        known_ = std::move(found);
        working_ = false;
    }

    finder find_;
    std::mutex mutex_;
    std::shared_ptr<Value const> known_;
    std::uint64_t asked_ = 0;
    bool working_ = false;
    std::jthread worker_; ///< last: it uses all of the above
};

} // namespace alembicore::server
