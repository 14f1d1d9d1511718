// Texts of SQL that a person has written: cut into statements, and as a condition.
#include "input.hpp"

#include "data/raw_condition.hpp"
#include "data/statement_texts.hpp"

namespace {

void require(bool holds) {
    if (!holds)
        __builtin_trap();
}

/// Statements lie one behind the other in the text, and only semicolons, blanks and comments are left out.
void cut(std::string const& text) {
    std::size_t at = 0;
    for (auto const& each : alembicore::data::split_statements(text)) {
        require(each.offset >= at && !each.text.empty());
        require(text.compare(each.offset, each.text.size(), each.text) == 0);
        at = each.offset + each.text.size();
        auto const again = alembicore::data::split_statements(each.text);
        require(again.size() == 1 && again.front().text == each.text && again.front().words == each.words);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    auto const text = alembicore::fuzz::text_of(data, size);
    cut(text);
    return alembicore::fuzz::read([&] { alembicore::data::require_condition(text); });
}
