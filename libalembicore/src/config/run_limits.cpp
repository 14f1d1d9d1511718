#include <alembicore/run_limits.hpp>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace alembicore {

namespace {

using std::chrono::milliseconds;

constexpr std::array units{
    std::pair{std::string_view{"ms"}, milliseconds{1}},
    std::pair{std::string_view{"s"}, milliseconds{std::chrono::seconds{1}}},
    std::pair{std::string_view{"min"}, milliseconds{std::chrono::minutes{1}}},
    std::pair{std::string_view{"h"}, milliseconds{std::chrono::hours{1}}},
};

constexpr std::array policies{
    std::pair{std::string_view{"wait"}, blocker_policy::wait},
    std::pair{std::string_view{"give-up"}, blocker_policy::give_up},
    std::pair{std::string_view{"retry"}, blocker_policy::retry},
    std::pair{std::string_view{"cancel"}, blocker_policy::cancel},
    std::pair{std::string_view{"terminate"}, blocker_policy::terminate},
};

/// The server keeps its settings of this kind in 32 bits.
constexpr std::int64_t longest = 2'147'483'647;

template <typename Table>
auto const* find(Table const& in, std::string_view name) {
    auto const* const found = std::ranges::find(in, name, [](auto const& each) { return each.first; });
    return found == in.end() ? nullptr : &found->second;
}

} // namespace

statement_limits overridden(statement_limits const& under, statement_limits const& over) noexcept {
    return {
        .lock_timeout = over.lock_timeout ? over.lock_timeout : under.lock_timeout,
        .statement_timeout = over.statement_timeout ? over.statement_timeout : under.statement_timeout,
    };
}

std::optional<milliseconds> parse_duration(std::string_view text) noexcept {
    std::int64_t count = 0;
    char const* const end = text.data() + text.size();
    auto const [rest, failure] = std::from_chars(text.data(), end, count);
    if (failure != std::errc{} || count < 0)
        return std::nullopt;
    if (rest == end)
        return count == 0 ? std::optional{milliseconds{0}} : std::nullopt;
    auto const* const unit = find(units, {rest, static_cast<std::size_t>(end - rest)});
    if (unit == nullptr || count > longest / unit->count())
        return std::nullopt;
    return count * *unit;
}

std::optional<blocker_policy> parse_blocker_policy(std::string_view text) noexcept {
    auto const* const found = find(policies, text);
    return found == nullptr ? std::nullopt : std::optional{*found};
}

} // namespace alembicore
