#include "project/share_work.hpp"

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace alembicore::project_body {

void share_work(std::size_t pieces, std::function<void(work_source const&)> const& work) {
    constexpr std::size_t worth_a_thread = 64;
    constexpr std::size_t most_threads = 16;
    std::atomic<std::size_t> taken{0};
    std::mutex failing;
    std::exception_ptr failure;
    auto const run = [&] {
        try {
            work([&]() -> std::optional<std::size_t> {
                auto const at = taken.fetch_add(1);
                return at < pieces ? std::optional{at} : std::nullopt;
            });
        } catch (...) {
            std::lock_guard const one_at_a_time{failing};
            failure = std::current_exception();
            taken = pieces;
        }
    };
    auto const useful =
        std::min<std::size_t>({pieces / worth_a_thread, std::thread::hardware_concurrency(), most_threads});
    std::vector<std::thread> helpers;
    try {
        for (std::size_t i = 1; i < useful; ++i)
            helpers.emplace_back(run);
    } catch (std::system_error const&) {
        // No more threads to be had: those that run do it all.
    }
    run();
    for (auto& helper : helpers)
        helper.join();
    if (failure)
        std::rethrow_exception(failure);
}

} // namespace alembicore::project_body
