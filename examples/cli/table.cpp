#include "table.hpp"

#include <alembicore/error.hpp>

#include <algorithm>
#include <charconv>

namespace alembicore::cli {

namespace {

constexpr std::size_t shown_width = 40;

std::string shown_value(data::value const& shown, terminal const& look) {
    if (!shown)
        return paint(look, style::dim, "NULL");
    auto text = *shown;
    std::ranges::replace_if(
        text, [](char c) { return static_cast<unsigned char>(c) < 0x20; }, ' '
    );
    return clip(text, shown_width, look.unicode);
}

} // namespace

table::table(terminal const& look, std::vector<std::string> const& names) : look_(look), lines_(1) {
    for (auto const& name : names)
        lines_.front().push_back(paint(look_, style::bold, name));
    widths_.resize(names.size());
}

void table::add(std::vector<data::value> const& row) {
    auto& line = lines_.emplace_back();
    for (auto const& each : row)
        line.push_back(shown_value(each, look_));
}

std::string table::render() {
    for (auto const& line : lines_)
        for (std::size_t i = 0; i < line.size(); ++i)
            widths_[i] = std::max(widths_[i], visible_width(line[i]));
    std::string text;
    for (auto const& line : lines_) {
        for (std::size_t i = 0; i < line.size(); ++i)
            text += (i == 0 ? "" : "  ") + line[i] +
                    (i + 1 == line.size() ? "" : std::string(widths_[i] - visible_width(line[i]), ' '));
        text += '\n';
    }
    lines_.clear();
    heading_ = 0;
    return text;
}

std::size_t parse_count(std::string const& text, std::string const& option) {
    std::size_t count = 0;
    auto const read = std::from_chars(text.data(), text.data() + text.size(), count);
    if (read.ec != std::errc{} || read.ptr != text.data() + text.size())
        throw error{errc::bad_usage, option + ' ' + text + " is no number"};
    return count;
}

} // namespace alembicore::cli
