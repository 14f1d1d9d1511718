#include "data/rows.hpp"

#include "base/file.hpp"

#include <charconv>

namespace alembicore::data {

namespace {

bool clipped(shape_column const& column, std::size_t clip) {
    return clip != 0 && column.long_values;
}

/// Without the character that a cut through bytes has left half of.
void drop_half_character(std::string& text) {
    if (base::find_invalid_utf8(text) == std::string::npos)
        return;
    auto whole = text.size();
    while (whole > 0 && text.size() - whole < 3 && (static_cast<unsigned char>(text[whole - 1]) & 0xC0U) == 0x80U)
        --whole;
    if (whole > 0 && base::find_invalid_utf8(std::string_view{text}.substr(0, whole - 1)) == std::string::npos)
        text.resize(whole - 1);
}

value copied(std::optional<std::string_view> field) {
    return field ? value{std::string{*field}} : std::nullopt;
}

} // namespace

void write_cells(statement& to, shape const& of, std::size_t clip) {
    auto const length = std::to_string(clip);
    for (auto const& column : of.columns) {
        if (!clipped(column, clip)) {
            to.name(column.shown.name) << ", ";
            continue;
        }
        (to << "left(").name(column.shown.name) << "::text, " << length << "), CASE WHEN char_length(";
        to.name(column.shown.name) << "::text) > " << length << " THEN char_length(";
        to.name(column.shown.name) << "::text) END, ";
    }
    to << (of.versioned ? "xmin::text" : "''");
}

std::size_t cell_fields(shape const& of, std::size_t clip) {
    std::size_t fields = of.columns.size() + 1;
    for (auto const& column : of.columns)
        fields += clipped(column, clip) ? 1 : 0;
    return fields;
}

row row_in(postgres::result const& answer, std::size_t number, shape const& of, std::size_t clip) {
    row made;
    made.cells.reserve(of.columns.size());
    std::size_t field = 0;
    for (auto const& column : of.columns) {
        auto& cell = made.cells.emplace_back();
        cell.text = copied(answer.value(number, field++));
        if (!clipped(column, clip))
            continue;
        if (auto const length = answer.value(number, field++))
            std::from_chars(length->data(), length->data() + length->size(), cell.length);
        if (cell.length != 0 && cell.text)
            drop_half_character(*cell.text);
    }
    made.version = copied(answer.value(number, field)).value_or("");
    return made;
}

} // namespace alembicore::data
