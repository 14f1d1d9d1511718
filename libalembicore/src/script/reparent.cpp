#include "script/reparent.hpp"

#include "base/place.hpp"
#include "script/revision_file.hpp"

#include <alembicore/error.hpp>

#include <optional>
#include <regex>

namespace alembicore::script {

namespace {

error not_plain(std::string const& file, std::string const& source, std::size_t offset, std::string reason) {
    error_info info;
    info.code = errc::not_available;
    info.message = "the parent of this revision cannot be changed by machine";
    info.reason = std::move(reason);
    info.remedy = "change down_revision by hand";
    info.place = base::place_at(file, source, offset);
    return error{std::move(info)};
}

std::string line_at(std::string const& source, std::size_t offset) {
    return source.substr(offset, source.find('\n', offset) - offset);
}

/// With the quotes that are there, and everything behind the value.
std::optional<std::string> assignment_of(std::string const& line, std::string const& parent) {
    static std::regex const plain{R"(^(down_revision\s*(?::[^=]*)?=\s*)(None|'[^'\\]*'|"[^"\\]*")(\s*(?:#.*)?)$)"};
    std::smatch parts;
    if (!std::regex_match(line, parts, plain))
        return std::nullopt;
    auto const value = parts[2].str();
    std::string const quote = value.starts_with('"') ? "\"" : "'";
    return parts[1].str() + quote + parent + quote + parts[3].str();
}

/// Alembic's templates say the parent in the docstring, too. Where it says something else it stays.
void change_docstring(std::string& text, std::size_t end, std::string const& from, std::string const& to) {
    auto const line = "\nRevises: " + from + "\n";
    auto const at = text.find(line);
    if (at != std::string::npos && at + line.size() < end)
        text.replace(at, line.size(), "\nRevises: " + to + "\n");
}

} // namespace

std::string with_parent(std::string const& file, std::string const& source, std::string const& parent) {
    auto const read = parse_header(file, source);
    auto const& value = read[attribute::down_revision];
    using kind = attribute_value::kind;
    if (value.holds == kind::list)
        throw not_plain(file, source, value.offset, "it has several parents, or they stand in a list");
    if (value.holds != kind::text && value.holds != kind::none)
        throw not_plain(file, source, value.offset, "down_revision is no literal");
    auto const line = line_at(source, value.offset);
    auto const made = assignment_of(line, parent);
    if (!made)
        throw not_plain(file, source, value.offset, "the assignment is no plain one on a line of its own");
    auto text = source;
    text.replace(value.offset, line.size(), *made);
    change_docstring(text, value.offset, value.texts.empty() ? "" : value.texts.front(), parent);
    auto const changed = parse_header(file, text);
    if (changed[attribute::down_revision].texts != std::vector{parent})
        throw not_plain(file, source, value.offset, "it is assigned more than once");
    return text;
}

} // namespace alembicore::script
