// Whether a chain of entries is whole.
#pragma once

#include "journal/entry.hpp"

#include <alembicore/journal.hpp>

namespace alembicore::journal {

/// Looks at one entry after the other. A broken one does not spoil what follows: the next is compared with the hash
/// that is written in it.
class chain_check {
public:
    explicit chain_check(std::optional<std::string> expected);

    void add(entry const& next);

    [[nodiscard]] verification const& result() const noexcept { return result_; }

private:
    std::optional<std::string> expected_;
    chain_end end_;
    verification result_;
};

} // namespace alembicore::journal
