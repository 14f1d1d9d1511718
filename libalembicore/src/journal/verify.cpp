#include "journal/verify.hpp"

#include "journal/table.hpp"
#include "postgres/connection.hpp"

#include <utility>

namespace alembicore::journal {

namespace {

constexpr std::size_t at_once = 5000;

std::string missing_between(std::int64_t before, std::int64_t next) {
    auto const first = std::to_string(before + 1);
    return next - before == 2 ? "entry " + first + " is missing before it"
                              : "entries " + first + " to " + std::to_string(next - 1) + " are missing before it";
}

} // namespace

chain_check::chain_check(std::optional<std::string> expected) : expected_(std::move(expected)) {
    if (expected_)
        result_.holds_expected = false;
}

void chain_check::add(entry const& next) {
    if (next.number != end_.number + 1)
        result_.broken.push_back({next.number, missing_between(end_.number, next.number)});
    else if (next.hash != hash_of(next, end_.hash))
        result_.broken.push_back({next.number, "it is not as it was written: its hash does not fit"});
    end_ = {.number = next.number, .hash = next.hash};
    ++result_.entries;
    result_.last_hash = next.hash;
    if (expected_ && next.hash == *expected_)
        result_.holds_expected = true;
}

verification verify(database& of, std::optional<std::string> const& expected) {
    chain_check check{expected};
    std::int64_t last = 0;
    for (;;) {
        auto const entries = read(
            of.connection(), {.condition = "number > " + std::to_string(last), .order = "number", .most = at_once}
        );
        if (!entries || entries->empty())
            return check.result();
        for (auto const& each : *entries)
            check.add(each);
        last = entries->back().number;
    }
}

} // namespace alembicore::journal
